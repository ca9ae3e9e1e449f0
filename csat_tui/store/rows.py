"""The row that stores a record: what is looked up stands in columns, the whole record beside them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, SQLModel, col, select, update

from csat_tui.store.bulk import put_many
from csat_tui.store.clean import cleaned
from csat_tui.store.driver import json_bytes
from csat_tui.store.instants import utc_text
from csat_tui.store.tables import (
    AttemptRow,
    BatchRow,
    CustomerRow,
    DrawRow,
    EventRow,
    KeyingRow,
    Known,
    MailingRow,
    PackRow,
    PaperBatchRow,
    PaperFormRow,
    PlanLineRow,
    ProjectRow,
    ProposalRow,
    ResponseRow,
    TaskRow,
    VisitPlanRow,
    VisitRow,
)
from schemas.figures.funnel import day_of, place_of
from schemas.text import narrow, one_line

Body = dict[str, Any]

PART = 500

ONE_LINE = ("name", "number", "plate", "company", "salutation", "phone")
"""What of a customer stands in lists and rows."""


def row_of(entity: str, id: str, version: int, body: Body) -> Body:
    """The columns of a record that came down. Its texts are made harmless, but a pack's, whose hash must stay
    checkable."""
    return row_of_harmless(entity, id, version, body if entity == "pack" else cleaned(body))


def row_of_harmless(entity: str, id: str, version: int, body: Body) -> Body:
    """The columns of a record whose texts are harmless already."""
    whole = _on_one_line(body) if entity in ("customer", "project") else body
    return {"id": id, "version": version, **_COLUMNS[entity](whole), "body": whole}


def put(session: Session, table: type[SQLModel], rows: Sequence[Body]) -> None:
    """Insert rows, or update those that are here."""
    if not rows:
        return
    values = [tuple({**row, "body": json_bytes(row["body"])}.values()) for row in rows]
    put_many(session, table, tuple(rows[0]), values)


def keep_done(session: Session, ids: Sequence[str] | None = None) -> None:
    """A task (of these, or any) that was answered here stays done, whatever version of it is written."""
    answered = select(ResponseRow.task).where(col(ResponseRow.task).is_not(None))
    for start in range(0, len(ids or [""]), PART):
        these = (
            answered if ids is None else answered.where(col(ResponseRow.task).in_(ids[start : start + PART]))
        )
        session.exec(update(TaskRow).where(col(TaskRow.id).in_(these)).values(done_here=True))


def _on_one_line(body: Body) -> Body:
    held = {key: text for key in ONE_LINE if isinstance(text := body.get(key), str)}
    lines = {key: one_line(text) for key, text in held.items()}
    return body if lines == held else body | lines


def _text(body: Body, key: str) -> str | None:
    return str(body[key]) if body.get(key) is not None else None


def _customer(body: Body) -> Body:
    return {
        "number": narrow(str(body.get("number", ""))),
        "name": str(body.get("name", "")),
        "merged_into": _text(body, "merged_into"),
    }


def _task(body: Body) -> Body:
    return {
        "customer": str(body.get("customer", "")),
        "event": _text(body, "event"),
        "status": str(body.get("status", "pending")),
        "due_utc": utc_text(str(body.get("due_at", ""))),
        "done_here": False,
        "pack": _text(body, "pack"),
        "due_day": day_of(body),
        "place": place_of(body),
    }


def _draw(body: Body) -> Body:
    return {"pack": str(body.get("pack", "")), "period": str(body.get("period", ""))}


def _event(body: Body) -> Body:
    return {
        "source_system": str(body.get("source_system", "")),
        "source_no": str(body.get("source_no", "")),
        "customer": _text(body, "customer"),
        "status": str(body.get("status", "imported")),
        "closed_at": _text(body, "closed_at"),
    }


def _project(body: Body) -> Body:
    return {"number": narrow(str(body.get("number", ""))), "customer": _text(body, "customer")}


def _attempt(body: Body) -> Body:
    return {
        "task": _text(body, "task"),
        "customer": _text(body, "customer"),
        "at_utc": utc_text(str(body.get("at", ""))),
        "disposition": str(body.get("disposition", "")),
    }


def _batch(body: Body) -> Body:
    return {"file_hash": str(body.get("file_hash", "")), "status": str(body.get("status", "applied"))}


def _proposal(body: Body) -> Body:
    return {"record": str(body.get("record", "")), "status": str(body.get("status", "open"))}


def _mailing(body: Body) -> Body:
    return {name: str(body.get(name, "")) for name in ("series", "pack", "issued_on")}


def _paper_batch(body: Body) -> Body:
    return {name: str(body.get(name, "")) for name in ("number", "pack", "status", "received_on")}


def _paper_form(body: Body) -> Body:
    named = {name: _text(body, name) for name in ("mailing", "batch", "customer", "task", "fate")}
    keyed = body.get("keyed") or {}
    place = {"place": body.get("place"), "response": _text(keyed, "response")}
    return {"serial": str(body.get("serial", "")), **named, **place}


def _keying(body: Body) -> Body:
    return {name: str(body.get(name, "")) for name in ("form", "batch", "status")}


def _visit(body: Body) -> Body:
    return {
        "customer": str(body.get("customer", "")),
        "day": str(body.get("held_at", ""))[:10],
        "line": _text(body, "line"),
        "status": str(body.get("status", "held")),
    }


def _visit_plan(body: Body) -> Body:
    known = {name: str(body.get(name, "")) for name in ("pack", "status")}
    return {"year": int(body.get("year") or 0), **known}


def _plan_line(body: Body) -> Body:
    known = {name: str(body.get(name, "")) for name in ("plan", "customer")}
    return {**known, "no": int(body.get("no") or 0), "pack": _text(body, "pack")}


def _pack(body: Body) -> Body:
    return {
        "pack": str(body.get("pack", "")),
        "pack_version": str(body.get("version", "")),
        "hash": str(body.get("hash", "")),
    }


TABLES: Mapping[str, type[Known]] = {
    "customer": CustomerRow,
    "task": TaskRow,
    "event": EventRow,
    "project": ProjectRow,
    "draw": DrawRow,
    "attempt": AttemptRow,
    "batch": BatchRow,
    "proposal": ProposalRow,
    "mailing": MailingRow,
    "paper_batch": PaperBatchRow,
    "paper_form": PaperFormRow,
    "keying": KeyingRow,
    "visit": VisitRow,
    "visit_plan": VisitPlanRow,
    "plan_line": PlanLineRow,
    "pack": PackRow,
}
"""Feed entity -> table."""

_COLUMNS: Mapping[str, Callable[[Body], Body]] = {
    "customer": _customer,
    "task": _task,
    "event": _event,
    "project": _project,
    "draw": _draw,
    "attempt": _attempt,
    "batch": _batch,
    "proposal": _proposal,
    "mailing": _mailing,
    "paper_batch": _paper_batch,
    "paper_form": _paper_form,
    "keying": _keying,
    "visit": _visit,
    "visit_plan": _visit_plan,
    "plan_line": _plan_line,
    "pack": _pack,
}
