"""The base of every record that both ends know."""

from pydantic import ConfigDict
from sqlmodel import SQLModel


class Reference(SQLModel):
    """Base of everything that comes down. Unknown fields are kept."""

    model_config = ConfigDict(extra="allow")  # type: ignore[assignment]

    id: str
