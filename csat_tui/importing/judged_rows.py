"""All rows of a prepared file, judged some hundred at a time, in the order of the file."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from csat_tui.importing.judge import Judge, Judged
from csat_tui.importing.prepared import Prepared
from csat_tui.importing.rows import Parsed, PassedOver, Rejection

PART = 500
Line = Judged | Rejection | PassedOver


def judged_parts(
    prepared: Prepared, judge: Judge, today: date, localised: Callable[[str], str]
) -> Iterator[list[Line]]:
    """What becomes of each line, part by part."""
    rows = prepared.rows(today, localised)
    while part := list(islice(rows, PART)):
        yield list(_in_order(part, judge))


def _in_order(part: Iterable[Parsed | Rejection | PassedOver], judge: Judge) -> Iterator[Line]:
    lines = list(part)
    verdicts = iter(judge.judge([line for line in lines if isinstance(line, Parsed)]))
    for line in lines:
        yield next(verdicts) if isinstance(line, Parsed) else line
