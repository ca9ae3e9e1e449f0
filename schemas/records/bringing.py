"""Which imports a record rests on: it goes when the last of them is taken back, and not before.

A record lists in ``batches`` every import that made it, or that found it as another laptop had made it. A record
that was made by hand, or that the centre published, lists none: no import takes it away.
"""

from collections.abc import Mapping
from typing import Any

from schemas.records.operations import NOT_SETTABLE, RecordOp

Body = Mapping[str, Any]

NEEDED = {"customer": "name", "event": "source_no", "project": "number", "task": "type"}
"""Entity -> a field that only an operation which makes such a record sets for the first time."""


def batches_of(body: Body) -> tuple[str, ...]:
    """The imports this record rests on, the first to arrive first."""
    return tuple(body.get("batches") or ())


def makes(entity: str, operation: RecordOp) -> bool:
    """Whether the operation makes the record where it is not on file."""
    sign = NEEDED.get(entity)
    return sign is not None and sign in operation.fields and sign not in operation.before


def upholds(operation: RecordOp) -> bool:
    """Whether an import found the record just as it is: it changes nothing, and rests the record on this import
    as well. Should the record be gone when this arrives, it is made again."""
    return operation.batch is not None and operation.fields == operation.before


def upheld(body: Body) -> dict[str, Any]:
    """The fields with which an import upholds a record."""
    return {name: value for name, value in body.items() if name not in NOT_SETTABLE}


def resting(entity: str, held: Body, operation: RecordOp) -> dict[str, Any]:
    """What changes in ``batches`` of the record held when this operation arrives at it."""
    mine, batch = batches_of(held), operation.batch
    if not mine or batch is None or batch in mine or held["id"] != operation.record:
        return {}
    return {"batches": [*mine, batch]} if upholds(operation) or makes(entity, operation) else {}


def without(held: Body, batch: str) -> list[str]:
    """The other imports the record rests on."""
    return [one for one in batches_of(held) if one != batch]
