"""What a person's decision on a proposal does: what was kept, or what was proposed, stands from now on."""

from collections.abc import Mapping
from typing import Any

from schemas.records import operations as ops
from schemas.records.changes import UNKNOWN, Body, Effects, Look, fit
from schemas.records.customer_effects import joined, parted, surviving
from schemas.records.keyed_twice import stands_as, with_sheet


def decision_effects(operation: ops.Decision, look: Look) -> Effects:
    """The value that was decided for stands, unless somebody has set another since: then it is asked anew."""
    proposal = look.get("proposal", operation.proposal)
    if proposal is None:
        return UNKNOWN
    again = proposal["status"] != "open"
    if again and not _turns_round(operation, proposal):
        return Effects()
    verdict = {"status": "accepted" if operation.accept else "declined", "decided_by": operation.user}
    decided = ("proposal", fit("proposal", {**proposal, **verdict}))
    entity, record, field = proposal["entity"], proposal["record"], proposal["field"]
    held = look.get(entity, record)
    if held is None or not (operation.accept or again):
        return Effects((decided,))
    if field == "withdrawn":
        return Effects((decided,), ((entity, record),))
    if field == "merged_into":
        return Effects((decided, *_joined_elsewhere(held, str(proposal["proposed"]), look)))
    old, new = (proposal.get(name) for name in ("kept", "proposed")[:: 1 if operation.accept else -1])
    met = (entity, field) == ("paper_form", "keyed")
    now = stands_as(held) if met else held.get(field)
    if now not in (old, new):  # somebody has set it since
        return Effects() if again else Effects((_anew(proposal, now),))
    more = with_sheet(new) if met else {field: new}
    return Effects((decided, (entity, fit(entity, {**held, **more}))))


def _anew(proposal: Mapping[str, Any], kept: Any) -> tuple[str, Body]:
    """Who decided saw another value than the record holds now: it waits for a person to look at both again."""
    return "proposal", fit("proposal", {**proposal, "kept": kept})


def _turns_round(operation: ops.Decision, proposal: Mapping[str, Any]) -> bool:
    """Whether who decided now decides otherwise; a record that is gone or merged is not got back that way."""
    same_person = operation.user is not None and operation.user == proposal.get("decided_by")
    other = operation.accept != (proposal["status"] == "accepted")
    return same_person and other and proposal["field"] not in ("withdrawn", "merged_into")


def _joined_elsewhere(held: Mapping[str, Any], into: str, look: Look) -> list[tuple[str, Body]]:
    """A customer was merged into the wrong one: parted from it, and joined to the other."""
    root = surviving(look, into)
    freed = parted(held, look) if held.get("merged_into") else [("customer", dict(held))]
    now = {body["id"]: body for _entity, body in freed}
    target = now.get(root) or look.get("customer", root)
    if target is None or root == held["id"]:
        return []
    return [*freed, *joined(now[held["id"]], target)]
