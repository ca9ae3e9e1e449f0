"""What the centre gives the laptops: customers, tasks and approved packs."""

from typing import Any

from pydantic import ConfigDict
from sqlmodel import SQLModel


class Reference(SQLModel):
    """Base of everything that comes down. Unknown fields are kept."""

    model_config = ConfigDict(extra="allow")  # type: ignore[assignment]

    id: str


class Customer(Reference):
    """A customer on file. ``number`` is what people call it by; ``search`` helps offline look-up
    (name, pinyin initials, phone tail, plate), lower case."""

    number: str
    name: str
    type: str = "person"
    salutation: str | None = None
    phone: str | None = None
    plate: str | None = None
    company: str | None = None
    business_line: str | None = None
    consultant: str | None = None
    do_not_contact: bool = False
    search: str = ""


class Task(Reference):
    """Something due to somebody: here a visit or callback with a questionnaire.

    ``due_from``/``due_at``: ISO 8601 with offset; a task without a clock time has ``due_at`` at 24:00 and
    ``all_day``. States: pending, done, cancelled (model §5.3).
    """

    type: str
    customer: str
    pack: str | None = None
    assignee: str | None = None
    channel: str = "onsite"
    purpose: str | None = None
    due_from: str | None = None
    due_at: str
    all_day: bool = False
    status: str = "pending"


class ApprovedPack(Reference):
    """An approved pack. ``id`` is ``pack@version``; ``content`` the resolved content, whose hash is ``hash``;
    the approval names the hash, not the file."""

    pack: str
    version: str
    hash: str
    content: dict[str, Any]
    approved_by: str
    approved_at: str


COLLECTIONS: dict[str, type[Reference]] = {
    "customer": Customer,
    "task": Task,
    "pack": ApprovedPack,
}
"""Feed entity name -> model."""
