"""How fast and how well somebody keys: forms and keystrokes per hour without pauses, errors per 1,000 keystrokes."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Keyed:
    """One form keyed once, first or second time: ``active_ms`` without pauses; ``strokes``: keys that changed
    something or moved on; ``errors`` found in it, ``fields_checked`` 0 when it was never verified."""

    operator: str
    batch: str
    pack: str
    active_ms: int
    pause_ms: int
    strokes: int
    second: bool = False
    errors: int = 0
    fields_checked: int = 0


@dataclass(frozen=True)
class OperatorFigures:
    """``forms_per_hour``, ``strokes_per_hour``: None without time; ``errors_per_1000_strokes``: errors found ÷
    strokes of the forms that were verified, None when none was."""

    forms: int
    active_ms: int
    pause_ms: int
    strokes: int
    forms_per_hour: Fraction | None
    strokes_per_hour: Fraction | None
    seconds_per_form: Fraction | None
    errors: int
    errors_per_1000_strokes: Fraction | None


def operator_figures(work: Iterable[Keyed]) -> OperatorFigures:
    """The figures of the work given: one operator's, a batch's, a pack's; first and second keyings are asked
    for apart, because their errors are different people's."""
    done = tuple(work)
    active, strokes = sum(one.active_ms for one in done), sum(one.strokes for one in done)
    checked = [one for one in done if one.fields_checked]
    errors = sum(one.errors for one in checked)
    return OperatorFigures(
        forms=len(done),
        active_ms=active,
        pause_ms=sum(one.pause_ms for one in done),
        strokes=strokes,
        forms_per_hour=_per(len(done) * HOUR_MS, active),
        strokes_per_hour=_per(strokes * HOUR_MS, active),
        seconds_per_form=_per(Fraction(active, 1000), len(done)),
        errors=errors,
        errors_per_1000_strokes=_per(errors * 1000, sum(one.strokes for one in checked)),
    )


def _per(amount: int | Fraction, base: int) -> Fraction | None:
    return Fraction(amount) / base if base else None
