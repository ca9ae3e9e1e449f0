"""The condition of a frame: which of its units a pack asks, by what stands on file.

``frame.where`` with ``${}`` in it is a condition in the language of skips, over fields of the customer and of the event
or project: ``${customer.tier} = 'A' and ${event.type} != '索赔'``. Without, it is a note for people.
"""

from collections.abc import Mapping
from typing import Any

from schemas.forms.expressions import Context, Value, parse
from schemas.packs.work_keys import Frame

Body = Mapping[str, Any]

RECORDS = ("customer", "event", "project")


def is_condition(where: str | None) -> bool:
    """Whether it says whom to ask by what is on file."""
    return where is not None and "${" in where


def fits(frame: Frame | None, customer: Body, about: Mapping[str, Body]) -> bool:
    """Whether the unit is of the frame. ``about``: event or project -> its record; a field that is not there is
    empty."""
    where = frame.where if frame else None
    if where is None or not is_condition(where):
        return True
    condition = parse(where)
    records = {"customer": customer, **about}
    return condition.true(Context({name: _value(records, name) for name in condition.names}))


def _value(records: Mapping[str, Body], name: str) -> Value:
    record, _dot, field = name.partition(".")
    held = records.get(record, {}).get(field)
    if isinstance(held, bool):
        return "true" if held else "false"
    return str(held) if isinstance(held, str | int) else ""
