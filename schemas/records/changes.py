"""What a rule of the records reads and gives: a ``Look`` at them as they are, and the ``Effects`` of an operation."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from schemas.records import operations as ops
from schemas.records.envelope import adapter
from schemas.records.merging import Disputed
from schemas.records.reference import COLLECTIONS

Body = dict[str, Any]


class Look(Protocol):
    """The records as they are now."""

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None: ...

    def customer_with(self, number: str) -> str | None:
        """The id of the customer of this number; None when there is none."""

    def hangs(self, entity: str, id: str) -> bool:
        """Whether a response, task, attempt, event or merged customer points to this record."""


class Effects(NamedTuple):
    """``puts``: (entity, whole body) to store; ``removes``: (entity, id); ``code``: why an operation cannot be
    used, as a quarantine code; then there is nothing else."""

    puts: tuple[tuple[str, Body], ...] = ()
    removes: tuple[tuple[str, str], ...] = ()
    code: str | None = None


UNKNOWN = Effects(code="unknown_record")


UNFIT = Effects(code="invalid_body")


def fit(entity: str, body: Mapping[str, Any]) -> Body:
    """A record in the form both ends keep: defaults filled in, nulls left out. pydantic's ValidationError."""
    filled = (
        {name: value for name, value in body.items() if value is not None} if None in body.values() else body
    )
    model = adapter(COLLECTIONS[entity])
    made = model.validator.validate_python(filled)
    whole: Body = model.serializer.to_python(made, mode="json", exclude_none=True)
    return whole


def proposal(entity: str, record: str, dispute: Disputed, operation: ops.Operation) -> tuple[str, Body]:
    """A value that met another one: both are kept until a person decides."""
    body = {
        "id": f"{operation.id}:{dispute.field}",
        "entity": entity,
        "record": record,
        "field": dispute.field,
        "kept": dispute.kept,
        "proposed": dispute.proposed,
        "operation": operation.id,
        "at": operation.at,
        "user": operation.user,
    }
    return "proposal", fit("proposal", body)
