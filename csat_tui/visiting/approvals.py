"""What follows on this laptop when the centre sets its approval of a visit plan aside, and when it lets it in later.

An approval needs a role that the centre knows best (S1-235). The visits it made due were published with it; they are
taken back by operations of this laptop, and are due again once the approval stands. Nothing is removed.
"""

from collections.abc import Iterator
from typing import Any

from sqlmodel import col, select

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.store import operations
from csat_tui.store.tables import LogRow
from csat_tui.visiting import shelf
from csat_tui.visiting.tasks import planned_task
from schemas.records.envelope import read_body
from schemas.records.operations import PLAN_OP, Operation, PlanOp, TaskOp
from schemas.records.visiting import VisitPlan
from schemas.tasks.standing import OPEN

NOT_APPROVED = "not_approved"
"""Why a planned visit is not due: the approval of its plan does not stand."""
DRAFT = {"status": "draft", "approved_by": None, "approved_on": None}


def settle(laptop: Laptop) -> int:
    """Bring plan and visits in line with what became of approvals made here; how many operations that took."""
    made = [
        one for name, taken_back in _in_vain(laptop).items() for one in _settled(laptop, name, taken_back)
    ]
    operations.record(laptop.store, made)
    return len(made)


def _settled(laptop: Laptop, name: str, taken_back: bool) -> Iterator[Operation]:
    plan = shelf.plan(laptop.store, name)
    if plan is None:
        return
    if not taken_back:  # once for each, also where the centre's plan has come down already
        held = plan.model_dump(mode="json")
        before = {name: held[name] for name in DRAFT if held[name] is not None}
        yield PlanOp(**_head(laptop), record=plan.id, fields=DRAFT, before=before)
    yield from _visits(laptop, plan, due=taken_back and plan.status == "approved")


def _visits(laptop: Laptop, plan: VisitPlan, *, due: bool) -> Iterator[Operation]:
    ids = [planned_task(line.id) for line in shelf.lines_of(laptop.store, plan.id)]
    for id, task in operations.here(laptop.store, "task", ids).items():
        if due and task.get("cancelled_reason") == NOT_APPROVED:
            fields: dict[str, Any] = {"status": "pending", "cancelled_reason": None}
        elif not due and task.get("status") in OPEN:
            fields = {"status": "cancelled", "cancelled_reason": NOT_APPROVED}
        else:
            continue
        before = {name: task[name] for name in fields if task.get(name) is not None}
        yield TaskOp(**_head(laptop), record=id, fields=fields, before=before)


def _in_vain(laptop: Laptop) -> dict[str, bool]:
    """Plans whose approval here the centre has set aside, if only at first, and whether it was taken back since."""
    query = select(LogRow.code, LogRow.body).where(LogRow.kind == PLAN_OP).order_by(col(LogRow.seq))
    found: dict[str, bool] = {}
    approved: set[str] = set()
    with laptop.store.read() as session:
        for code, body in session.exec(query):
            done = PlanOp.model_validate(read_body(body))
            if done.approves:
                approved.add(done.record)
                found |= {done.record: False} if code == operations.ROLE_NEEDED else {}
            elif done.record in approved and done.fields.get("status") == "draft":
                found[done.record] = True
    return found


def _head(laptop: Laptop) -> dict[str, Any]:
    return {"id": new_id(), "at": now().isoformat(timespec="milliseconds"), "user": laptop.user}
