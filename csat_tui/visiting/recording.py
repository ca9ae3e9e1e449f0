"""A visit recorded on this laptop, or one corrected: checked, logged, and what it makes due, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from csat_tui.interview.entry import Refusal
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.visit import demand_contact
from csat_tui.recording.line import InvalidLineError
from csat_tui.store import customers, operations
from csat_tui.visiting import shelf
from schemas.language import texts
from schemas.records.changes import fit
from schemas.records.identity import temporary_id
from schemas.records.operations import CustomerOp, Operation, VisitOp
from schemas.records.visiting import Visit

_ = texts("csat_tui")

Body = Mapping[str, Any]

FIELDS = frozenset(
    {
        *("held_at", "form", "place", "purpose", "own", "theirs", "said", "next_contact", "promises", "asks"),
        *("line", "task", "project"),
    }
)
"""What of a visit is told; the rest is known."""


@dataclass(frozen=True)
class Recorded:
    """``outcome``: recorded, corrected, duplicate (the same again), or conflict (this id says something else)."""

    visit: Visit
    outcome: Literal["recorded", "corrected", "duplicate", "conflict"]


def record(laptop: Laptop, told: Body) -> Recorded:
    """Keep a visit: the FIELDS, ``id`` where it has one, and ``customer`` (id or number) or ``temp``
    ({name, phone?, company?}) for somebody not on file.

    Raises InvalidLineError with all its faults, Trouble ``do_not_contact``.
    """
    faults: list[Refusal] = _unknown(told, FIELDS | {"id", "customer", "temp"})
    id = str(told.get("id") or new_id())
    customer, making = _customer(laptop, told, id, faults)
    fields = {name: told[name] for name in FIELDS if told.get(name) is not None}
    fields = {"held_at": _now(), "recorded_by": laptop.user} | fields | {"customer": customer or "?"}
    fields |= _of_the_line(laptop, fields, faults)
    body = _fitting(id, fields, faults)
    if (held := shelf.visit(laptop.store, id)) is not None:
        same = {name: value for name, value in body.items() if name in FIELDS | {"customer"}}
        known = held.model_dump(mode="json", exclude_none=True)
        return Recorded(held, "duplicate" if same.items() <= known.items() else "conflict")
    operations.record(laptop.store, [*making, _op(laptop, id, _without_id(body), {})])
    return Recorded(Visit.model_validate(body), "recorded")


def correct(laptop: Laptop, id: str, told: Body) -> Recorded:
    """Set some FIELDS of a visit anew; what was there stays in the log. Raises InvalidLineError."""
    faults = _unknown(told, FIELDS | {"status", "void_reason"})
    held = shelf.visit(laptop.store, id)
    if held is None:
        raise InvalidLineError(
            [Refusal("id", "not_found", _("There is no visit of this id on this laptop."))]
        )
    known = held.model_dump(mode="json", exclude_none=True)
    body = _fitting(id, {**known, **told}, faults)
    news = {name: body.get(name) for name in told if body.get(name) != known.get(name)}
    if not news:
        return Recorded(held, "duplicate")
    before = {name: known[name] for name in news if name in known}
    operations.record(laptop.store, [_op(laptop, id, news, before)])
    return Recorded(Visit.model_validate(body), "corrected")


def void(laptop: Laptop, id: str, reason: str) -> Recorded:
    """A visit recorded by mistake counts no more, and what it made due is taken back. Raises InvalidLineError."""
    if not reason.strip():
        raise InvalidLineError([Refusal("reason", "reason_needed", _("Say why the visit does not count."))])
    return correct(laptop, id, {"status": "void", "void_reason": reason.strip()})


def _customer(
    laptop: Laptop, told: Body, id: str, faults: list[Refusal]
) -> tuple[str | None, list[Operation]]:
    """The customer's id, and what puts somebody on file who is not."""
    temp, name = told.get("temp"), str(told.get("customer") or "")
    if isinstance(temp, Mapping) and str(temp.get("name") or "").strip() and not name:
        made = temporary_id(id)
        known = {key: str(temp[key]) for key in ("name", "salutation", "phone", "company") if temp.get(key)}
        fields = {**known, "status": "temporary"}
        return made, [
            CustomerOp(id=f"{id}:customer", at=_now(), user=laptop.user, record=made, fields=fields)
        ]
    found = customers.by_number(laptop.store, name) or customers.standing_for(laptop.store, name)
    if found is None:
        words = _("Name the customer by number or id, or give temp with at least a name.")
        faults.append(Refusal("customer", "unknown_customer", words))
        return None, []
    demand_contact(found)
    return found.id, []


def _of_the_line(laptop: Laptop, fields: Body, faults: list[Refusal]) -> dict[str, Any]:
    """What the planned visit, or the task it is due as, says of this one."""
    more: dict[str, Any] = {}
    if task := fields.get("task"):
        held = operations.here(laptop.store, "task", [str(task)]).get(str(task))
        if held is None:
            faults.append(Refusal("task", "unknown_task", _("There is no task of this id on this laptop.")))
        elif held.get("line") and not fields.get("line"):
            more["line"] = held["line"]
    line = more.get("line") or fields.get("line")
    known = shelf.line(laptop.store, str(line)) if line else None
    if line and known is None:
        faults.append(
            Refusal("line", "unknown_line", _("There is no planned visit of this id on this laptop."))
        )
    if known is not None and not fields.get("task") and (due := _task_of(laptop, known.id)):
        more["task"] = due
    return more


def _task_of(laptop: Laptop, line: str) -> str | None:
    from csat_tui.visiting.tasks import planned_task

    id = planned_task(line)
    return id if id in operations.here(laptop.store, "task", [id]) else None


def _fitting(id: str, fields: Body, faults: list[Refusal]) -> dict[str, Any]:
    try:
        body = fit("visit", {**fields, "id": id})
    except ValidationError as error:
        faults += [_fault(one) for one in error.errors()]
        raise InvalidLineError(faults) from error
    if not _is_moment(body["held_at"]):
        words = _("The time of the visit is like 2026-11-22T09:30:00+08:00.")
        faults.append(Refusal("held_at", "not_a_time", words))
    if faults:
        raise InvalidLineError(faults)
    return body


def _fault(one: Any) -> Refusal:
    place = ".".join(str(part) for part in one["loc"]) or "line"
    needed = one["type"] in ("missing", "string_too_short")
    words = (
        _("{field} is missing.", field=place) if needed else _("{field} is not as it must be.", field=place)
    )
    return Refusal(place, "missing" if needed else "wrong_type", words)


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _unknown(told: Body, known: frozenset[str]) -> list[Refusal]:
    words = [
        (key, _("There is no key {key} in a visit.", key=key[:40])) for key in sorted(told.keys() - known)
    ]
    return [Refusal(key[:40], "unknown_key", message) for key, message in words]


def _op(laptop: Laptop, id: str, fields: Body, before: Body) -> VisitOp:
    """The making of a visit has the visit's own id, so that the same visit handed in twice is one."""
    op = id if not before and "held_at" in fields else new_id()
    return VisitOp(id=op, at=_now(), user=laptop.user, record=id, fields=dict(fields), before=dict(before))


def _without_id(body: Body) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "id"}


def _now() -> str:
    return now().isoformat(timespec="seconds")
