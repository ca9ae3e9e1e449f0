"""Telephone numbers as they stand in lists: enough to recognise one, not enough to call it."""

from collections.abc import Mapping
from typing import Any

HIDDEN = "****"

PHONES = ("phone", "phone_alt")
"""The fields that hold telephone numbers, several parted by `` / ``."""


def masked_phone(phone: str | None) -> str:
    """``13812345678`` as ``138****5678``; a shorter number keeps its last two digits, one of up to four none.

    The tail stays because it is what people search by (J1.2). Empty for no number.
    """
    plain = (phone or "").strip()
    if len(plain) > 8:
        return plain[:3] + HIDDEN + plain[-4:]
    return HIDDEN + (plain[-2:] if len(plain) > 4 else "") if plain else ""


def masked(body: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its telephone numbers masked, wherever they stand."""
    shown = {name: _masked(name, value) for name, value in body.items()}
    if body.get("field") in PHONES:  # a proposal
        shown |= {name: masked_phone(str(body[name])) for name in ("kept", "proposed") if body.get(name)}
    return shown


def masked_person(response: Mapping[str, Any]) -> dict[str, Any]:
    """A questionnaire with the telephone number of its temporary customer masked, and all else as it came in."""
    return {name: masked(value) if _is_person(name, value) else value for name, value in response.items()}


def _is_person(name: str, value: object) -> bool:
    return name == "temp" and isinstance(value, Mapping)


def _masked(name: str, value: Any) -> Any:
    if name in PHONES and isinstance(value, str):
        return " / ".join(masked_phone(number) for number in value.split(" / "))
    if isinstance(value, Mapping):
        return masked(value)
    return [_masked(name, each) for each in value] if isinstance(value, list) else value
