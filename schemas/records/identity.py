"""Ids that everybody makes alike from what a thing is called, so that two laptops name one thing once."""

from hashlib import sha1
from uuid import UUID

_SPACE = UUID("5d6a4f5c-7a0e-4f0b-9a4e-0c9c6f1f6b51").bytes


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


def plan_id(pack: str, year: int, unit: str) -> str:
    """The id of the visit plan of a year: one plan, whoever begins it."""
    return _named("visit_plan", pack, str(year), unit)


def line_id(plan: str, customer: str, first_day: str) -> str:
    """The id of a planned visit by the first day of its first window: a list imported twice plans it once."""
    return _named("plan_line", plan, customer, first_day)


def task_id(pack: str, type: str, *key: str) -> str:
    """The id of what a pack makes due: the same import on two laptops, or twice, makes one task."""
    return _named("task", pack, type, *key)


def draw_id(pack: str, period: str, frame: str, seed: str) -> str:
    """The id of the draw from this frame (its digest) with this seed."""
    return _named("draw", pack, period, frame, seed)


def _named(*parts: str) -> str:
    """A UUID of version 5 (RFC 9562), written by hand: an import makes two for every row of a file."""
    number = bytearray(sha1(_SPACE + "\x1f".join(parts).encode(), usedforsecurity=False).digest()[:16])
    number[6] = number[6] & 0x0F | 0x50
    number[8] = number[8] & 0x3F | 0x80
    text = number.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
