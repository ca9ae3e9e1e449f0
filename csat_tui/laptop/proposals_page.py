"""Values that wait for a person to choose between them, beside the records they are about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from csat_tui.laptop.customer_page import note_look
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper.batches import fate_names
from csat_tui.services.customer_data import OpenProposal
from csat_tui.store import operations
from csat_tui.store.tables import ProposalRow
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.masking import masked_phone
from schemas.records import operations as ops
from schemas.records.keyed_twice import is_sorted_out

_ = texts("csat_tui")

Body = Mapping[str, Any]

SHOWN = 500
"""Open proposals that are listed at once."""


def waiting(laptop: Laptop) -> Sequence[OpenProposal]:
    """The open ones, the oldest first."""
    query = select(ProposalRow.body).where(ProposalRow.status == "open").limit(SHOWN)
    with laptop.store.read() as session:
        bodies = sorted(session.exec(query), key=lambda body: str(body.get("at")))
    about = {body["id"]: operations.here(laptop.store, body["entity"], [body["record"]]) for body in bodies}
    return [_row(laptop, body, about[body["id"]].get(body["record"])) for body in bodies]


def decide(laptop: Laptop, proposal: str, accept: bool) -> None:
    """Take the proposed value, or leave the one that is held. Who decided may turn it round later."""
    head = {"id": new_id(), "at": now().isoformat(timespec="milliseconds"), "user": laptop.user}
    decision = ops.Decision.model_validate(head | {"proposal": proposal, "accept": accept})
    try:
        operations.record(laptop.store, [decision])
    except operations.CannotApply as error:
        raise _gone() from error


def in_full(laptop: Laptop, proposal: str) -> tuple[str, str]:
    """Kept and proposed as they are. A telephone number seen so is noted."""
    with laptop.store.read() as session:
        body = session.exec(select(ProposalRow.body).where(col(ProposalRow.id) == proposal)).first()
    if body is None:
        raise _gone()
    if body["entity"] == "customer":
        note_look(laptop, body["record"], "phone")
    return _text(body.get("kept")), _text(body.get("proposed"))


def _gone() -> Trouble:
    return Trouble(
        "not_found",
        _("This proposal is no longer here."),
        _("Nothing was changed."),
        _("Press F5 to see what is open now."),
    )


def _row(laptop: Laptop, body: Body, record: Body | None) -> OpenProposal:
    shown = _shown(laptop, body)
    return OpenProposal(
        id=body["id"],
        entity=body["entity"],
        about=_about(body, record or {}),
        field=body["field"],
        kept=shown(body.get("kept")),
        proposed=shown(body.get("proposed")),
        user=_text(body.get("user")),
        at=_moment(body.get("at")),
        customer=body["record"] if body["entity"] == "customer" else None,
    )


def _shown(laptop: Laptop, body: Body) -> Any:
    """How a value of this field stands in the list: numbers masked, another customer by its name."""
    if body["field"] == "phone":
        return lambda value: masked_phone(_text(value))
    if body["field"] == "keyed":
        return _keyed
    if body["field"] == "merged_into":
        return lambda value: _about({"record": _text(value)}, _customer(laptop, _text(value)))
    return lambda value: _words(value)


def _keyed(value: Any) -> str:
    """A paper form as somebody keyed it: who and when; or what somebody sorted it out as."""
    told = value if isinstance(value, Mapping) else {}
    if is_sorted_out(told):
        return fate_names()[told["fate"]]
    return f"{_text(told.get('by'))} {_text(told.get('at'))[:16].replace('T', ' ')}".strip()


def _customer(laptop: Laptop, id: str) -> Body:
    return operations.here(laptop.store, "customer", [id]).get(id, {})


def _about(body: Body, record: Body) -> str:
    names = ("number", "name", "source_no", "serial", "purpose")
    return " ".join(str(record[name]) for name in names if record.get(name)) or str(body["record"])


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    if isinstance(value, Mapping):
        safe = {name: masked_phone(_text(one)) if name == "phone" else one for name, one in value.items()}
        return " ".join(_text(one) for one in safe.values())
    return _text(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).astimezone().replace(tzinfo=None)
    except ValueError:
        return None
