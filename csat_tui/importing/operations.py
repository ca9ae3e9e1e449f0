"""The operations that carry out what was judged, and the record of the import itself. Pure."""

from collections.abc import Callable, Iterable, Iterator

from csat_tui.importing.judge import Judged, Step
from csat_tui.importing.judged_rows import Line
from schemas.records.envelope import adapter
from schemas.records.operations import CustomerOp, EventImport, ProjectOp, RecordOp

_KINDS: dict[str, type[CustomerOp | EventImport | ProjectOp]] = {
    "customer": CustomerOp,
    "event": EventImport,
    "project": ProjectOp,
}


def operations_of(
    lines: Iterable[Line], batch: str, at: str, user: str | None, new_id: Callable[[], str]
) -> Iterator[RecordOp]:
    """One operation for each record that a row makes or changes, in the order of the file."""
    for line in lines:
        if isinstance(line, Judged):
            for step in line.steps:
                yield _operation(step, batch, at, user, new_id())


def _operation(step: Step, batch: str, at: str, user: str | None, id: str) -> RecordOp:
    content = {
        "id": id,
        "at": at,
        "user": user,
        "record": step.record,
        "base_version": step.base_version,
        "fields": step.fields,
        "before": step.before,
        "batch": batch,
    }
    made: RecordOp = adapter(_KINDS[step.entity]).validator.validate_python(content)
    return made
