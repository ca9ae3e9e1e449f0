"""Operations on customers, events, tasks and projects, done in the order of their arrival.

The rules are those of ``schemas.records.effects``; here they meet what is published.
"""

import logging
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from schemas.canonical import canonical_bytes
from schemas.records.changes import UNFIT, Effects
from schemas.records.effects import effects_of
from schemas.records.operations import ENTITY_OF, OPERATIONS, CustomerOp, Merge, Operation, PlanOp, RecordOp
from schemas.records.response_effects import effects_of_response
from schemas.records.visiting import APPROVERS
from sync.centre.ledger import Ledger
from sync.centre.tables import Device, Person
from sync.centre.verdicts import Place, Read, Rules, Verdict

log = logging.getLogger(__name__)


def judge_operation(session: Session, read: Read, rules: Rules) -> Verdict:
    """What is to be done; whether it can be done is seen when it is its turn."""
    try:
        canonical_bytes(read.content)  # what cannot be published, as a binary float, must not get further
    except (ValueError, TypeError):
        return Verdict("invalid_body")
    return Verdict(operation=OPERATIONS[read.kind].model_validate(read.content))


def do(session: Session, verdicts: Sequence[tuple[Place, Verdict]]) -> dict[int, str]:
    """Do all of these to the records and publish what changed; the codes of those that could not be done."""
    waiting = [(place, verdict) for place, verdict in verdicts if verdict.operation or verdict.taken]
    if not waiting:
        return {}
    person = _person(session, waiting[0][0].device)
    ledger = Ledger(session, person.region)
    ledger.expect(name for _place, verdict in waiting for name in (*_names(verdict), *_about(verdict)))
    ledger.expect_numbers(number for _place, verdict in waiting for number in _numbers(verdict))
    codes: dict[int, str] = {}
    for place, verdict in waiting:
        effects = _attempted(verdict, ledger, person)
        if effects.code is not None and verdict.operation is not None:
            codes[place.seq] = effects.code
        else:
            ledger.take(effects)
            if isinstance(verdict.operation, Merge):  # shown there as done, whatever it has met here
                ledger.send_anew(_names(verdict))
    ledger.publish()
    return codes


def _attempted(verdict: Verdict, ledger: Ledger, person: Person) -> Effects:
    """What a body does. A rule that breaks on one must not hold up the rest; a response is stored by now."""
    try:
        return _effects(verdict, ledger, person)
    except DBAPIError:
        raise  # the database, not the body
    except Exception as error:
        log.error("an operation could not be done: %s", type(error).__name__)
        return Effects(code="failed")


def _effects(verdict: Verdict, ledger: Ledger, person: Person) -> Effects:
    if verdict.taken is not None:
        return effects_of_response(verdict.taken.response, ledger)
    if verdict.operation is None:
        return UNFIT
    # Who did it is who the device belongs to, whatever the body says.
    if isinstance(verdict.operation, PlanOp) and verdict.operation.approves and person.role not in APPROVERS:
        return Effects(code="role_needed")
    signed = verdict.operation.model_copy(update={"user": person.id})
    return effects_of(signed, ledger)


def _names(verdict: Verdict) -> list[tuple[str, str]]:
    """The records a body names, to be read together."""
    if verdict.taken is not None:
        return [("task", verdict.taken.facts.task)] if verdict.taken.facts.task else []
    operation = verdict.operation
    entity = getattr(operation, "entity", None) or ENTITY_OF.get(_kind(operation), "customer")
    names = {"record": entity, "customer": "customer", "into": "customer", "task": "task"}
    return [(of, id) for name, of in names.items() if (id := getattr(operation, name, None))]


def _about(verdict: Verdict) -> list[tuple[str, str]]:
    """The customer a record is about, in whose region it is published."""
    operation = verdict.operation
    about = operation.fields.get("customer") if isinstance(operation, RecordOp) else None
    return [("customer", about)] if isinstance(about, str) else []


def _numbers(verdict: Verdict) -> list[str]:
    """The number of the customer a body makes, to find its twin."""
    operation = verdict.operation
    number = operation.fields.get("number") if isinstance(operation, CustomerOp) else None
    return [number] if number and isinstance(number, str) else []


def _kind(operation: Operation | None) -> str:
    return operation.kind if operation is not None else ""


def _person(session: Session, device: str) -> Person:
    return session.get_one(Person, session.get_one(Device, device).person)
