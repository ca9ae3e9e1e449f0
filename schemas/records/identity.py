"""Ids that everybody makes alike from what a thing is called, so that two laptops name one thing once."""

from uuid import UUID, uuid5

_SPACE = UUID("5d6a4f5c-7a0e-4f0b-9a4e-0c9c6f1f6b51")


def event_id(source_system: str, source_no: str) -> str:
    """The id of the event with this number in this source system."""
    return _named("event", source_system, source_no)


def customer_id(number: str) -> str:
    """The id of a customer that is first known by its number: from a file, not from the centre."""
    return _named("customer", number)


def project_id(number: str) -> str:
    """The id of the project of this number."""
    return _named("project", number)


def temporary_id(response: str) -> str:
    """The id of the temporary customer that a response made."""
    return _named("temporary", response)


def form_id(serial: str) -> str:
    """The id of the paper form with this serial: one form, whoever keys it."""
    return _named("form", serial)


def _named(*parts: str) -> str:
    return str(uuid5(_SPACE, "\x1f".join(parts)))
