"""How what one person set meets what another set: field by field, in the order of arrival, never by a clock.

What cannot be set is not lost: it comes back as disputed, to become a visible proposal that a person decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.tasks.dispositions import ENDINGS

RESTRICTIVE = frozenset({"do_not_contact"})
"""Fields that anybody may set to true at once; back to false only by a person's decision."""


@dataclass(frozen=True)
class Disputed:
    """A value that was not set because the record holds another one."""

    field: str
    kept: Any
    proposed: Any


@dataclass(frozen=True)
class Merged:
    """``fields``: what is to be set; ``disputed``: what is not."""

    fields: Mapping[str, Any]
    disputed: tuple[Disputed, ...]


def merge_fields(held: Mapping[str, Any], fields: Mapping[str, Any], before: Mapping[str, Any]) -> Merged:
    """Set ``fields`` on a record that its author saw as ``before``.

    A field that still holds what the author saw is set; one that holds the new value already needs nothing; in
    any other the record's value stays. A missing field is the same as null. The value that the author saw
    stands for the version it came with, so that one laptop may set a field twice between two syncs.
    """
    wanted = {name: new for name, new in fields.items() if held.get(name) != new}
    free = {name: new for name, new in wanted.items() if _free(held, name, new, before)}
    disputed = (Disputed(name, held.get(name), new) for name, new in wanted.items() if name not in free)
    return Merged(free, tuple(disputed))


def _free(held: Mapping[str, Any], name: str, new: Any, before: Mapping[str, Any]) -> bool:
    if name in RESTRICTIVE:
        return new is True
    held_value = held.get(name)
    return bool(held_value == before.get(name))


def fill_empty(held: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What a record can take from another that is the same thing: what it lacks, and every restriction."""
    taken = {name: value for name, value in other.items() if _empty(held.get(name)) and not _empty(value)}
    return taken | {name: True for name in RESTRICTIVE if other.get(name) is True}


def complete(
    task: Mapping[str, Any], response: str, outcome: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What a finished questionnaire changes in its task: the first completes it, another is an extra contact.
    A task whose tries failed is completed all the same; one that was cancelled by hand is not."""
    extra = list(task.get("extra_contacts") or ())
    if response == task.get("done_by") or response in extra:
        return {}
    by_hand = task.get("cancelled_reason") not in ENDINGS
    if task.get("status") == "done" or (task.get("status") == "cancelled" and by_hand):
        return {"extra_contacts": [*extra, response]}
    news = {"status": "done", "done_by": response, "cancelled_reason": None, "appointment_at": None}
    news = {name: value for name, value in news.items() if task.get(name) != value}
    return news | ({"outcome": dict(outcome)} if outcome else {})


def survivor(id: str, merged_into: Callable[[str], str | None]) -> str:
    """The record that an id stands for now: pointers are followed to their end."""
    return pointers(id, merged_into)[-1]


def pointers(id: str, merged_into: Callable[[str], str | None]) -> list[str]:
    """The record and all it points to, one through the other, the one it stands for last."""
    path = [id]
    while (further := merged_into(path[-1])) is not None and further not in path:
        path.append(further)
    return path


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
