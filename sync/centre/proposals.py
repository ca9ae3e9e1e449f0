"""Values that wait for a person to choose between them and what the centre holds."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from schemas.records.effects import effects_of
from schemas.records.operations import Decision
from sync.centre.faults import CentreError
from sync.centre.ledger import Ledger
from sync.centre.tables import ReferenceRow


def waiting(session: Session) -> Sequence[Mapping[str, Any]]:
    """All open proposals, in the order of their ids."""
    query = select(ReferenceRow.body).where(
        ReferenceRow.entity == "proposal", col(ReferenceRow.deleted).is_(False)
    )
    found = (json.loads(body) for body in session.exec(query.order_by(col(ReferenceRow.id))))
    return [proposal for proposal in found if proposal["status"] == "open"]


def decide(session: Session, proposal: str, *, accept: bool, by: str, at: str) -> None:
    """Take the proposed value, or keep the other. CentreError ``unknown_record`` when there is no open proposal
    of this id, ``unfit_record`` when the record cannot have that value."""
    ledger = Ledger(session, region="main")
    held = ledger.get("proposal", proposal)
    if held is None or held["status"] != "open":
        raise CentreError("unknown_record", id=proposal)
    decision = Decision(id=proposal, at=at, user=by, proposal=proposal, accept=accept)
    effects = effects_of(decision, ledger)
    if effects.code is not None:
        raise CentreError("unfit_record", id=held["record"], entity=held["entity"])
    ledger.take(effects)
    ledger.publish()
