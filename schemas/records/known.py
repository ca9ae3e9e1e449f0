"""The base of every record that both ends know."""

from pydantic import BaseModel, ConfigDict


class Reference(BaseModel):
    """Base of everything that comes down. Unknown fields are kept."""

    model_config = ConfigDict(extra="allow")

    id: str
