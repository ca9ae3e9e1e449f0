"""Whom a row means among those on file. Pure.

A number decides; without one the name together with telephone or plate. A telephone alone never makes two people
one: families and companies share them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from csat_tui.importing.directory import plates_of
from csat_tui.importing.values.plates import plate_key

Body = dict[str, Any]


@dataclass(frozen=True)
class Unclear:
    """Several fit, or none can be told from the row."""

    code: str


Match = Body | Unclear | None


def match_customer(told: Body, candidates: Sequence[Body]) -> Match:
    """The customer meant, whose number is not on file; None for somebody new; Unclear when that cannot be
    said."""
    if told.get("number"):
        return _without_number(told, candidates)
    if "name" in told:
        return _by_name(told, [body for body in candidates if body.get("name") == told["name"]])
    return _by_thing(told, candidates)


def _without_number(told: Body, candidates: Sequence[Body]) -> Match:
    """Somebody first known without a number gets it now; a number that nobody has is somebody new."""
    open_ = [body for body in candidates if not body.get("number") and body.get("name") == told.get("name")]
    fitting = [body for body in open_ if _shared(told, body)]
    if len(fitting) == 1:
        return fitting[0]
    return None if "name" in told else Unclear("unknown_customer")


def _by_name(told: Body, namesakes: Sequence[Body]) -> Match:
    if not _tells_apart(told):
        bare = [body for body in namesakes if not _tells_apart(body)]
        companies = [body for body in namesakes if body.get("type") == "company"]
        fitting = bare or companies
        if len(fitting) > 1:
            return Unclear("ambiguous_customer")
        # A namesake with a telephone may be somebody else: better two records to merge than one wrong call.
        return fitting[0] if fitting else None
    shared = [_shared(told, body) for body in namesakes]
    most = max(shared, default=0)
    best = [body for n, body in zip(shared, namesakes, strict=True) if n == most]
    if most == 0:
        return None
    return best[0] if len(best) == 1 else Unclear("ambiguous_customer")


def _by_thing(told: Body, candidates: Sequence[Body]) -> Match:
    if len(candidates) == 1:
        return candidates[0]
    both = [body for body in candidates if _shared(told, body) == 2]
    if len(both) == 1:
        return both[0]
    return Unclear("ambiguous_customer" if candidates else "unknown_customer")


def _tells_apart(body: Body) -> bool:
    return bool(body.get("phone") or body.get("plate"))


def _others(body: Body) -> list[str]:
    return str(body.get("phone_alt") or "").split(" / ")


def _shared(told: Body, body: Body) -> int:
    """How many of telephone and plate are the same."""
    phone, plate = told.get("phone"), told.get("plate")
    same_phone = phone and (phone == body.get("phone") or phone in _others(body))
    same_plate = plate and (plate == body.get("plate") or plate_key(plate) in _plate_keys(body))
    return bool(same_phone) + bool(same_plate)


def _plate_keys(body: Body) -> Iterator[str]:
    return map(plate_key, plates_of(body.get("plate"), body.get("assets")))
