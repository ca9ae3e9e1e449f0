"""Speed and errors of operators, from what stands with each keyed form and each second keying."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import decisions, shelf
from csat_tui.services.paper import OperatorRow
from schemas.numbers import display
from schemas.paper.operators import Keyed, operator_figures
from schemas.records.paper import PaperBatch


def operator_rows(laptop: Laptop) -> Sequence[OperatorRow]:
    """One row for each operator, batch, and first or second keying; in that order."""
    done: list[Keyed] = []
    numbers: dict[str, str] = {}
    for batch in shelf.batches(laptop.store, closed=True):
        numbers[batch.id] = batch.number
        done += work_of(laptop, batch)
    ordered = sorted(done, key=_group)
    return [_row(numbers[key[1]], list(work)) for key, work in groupby(ordered, key=_group)]


def work_of(laptop: Laptop, batch: PaperBatch) -> Iterator[Keyed]:
    """Every form of a batch as it was keyed, once and a second time."""
    keyings = {keying.form: keying for keying in shelf.keyings_of(laptop.store, batch.id)}
    for form in shelf.forms_of(laptop.store, batch.id):
        if form.keyed:
            found = decisions.verified(batch, keyings[form.id]) if form.id in keyings else None
            yield Keyed(
                operator=str(form.keyed.get("by") or "-"),
                batch=batch.id,
                pack=batch.pack,
                active_ms=int(form.keyed.get("active_ms") or 0),
                pause_ms=int(form.keyed.get("pause_ms") or 0),
                strokes=int(form.keyed.get("strokes") or 0),
                errors=found.keyer_errors if found else 0,
                fields_checked=found.compared if found else 0,
            )
    for keying in keyings.values():
        yield Keyed(
            operator=keying.verifier,
            batch=batch.id,
            pack=batch.pack,
            active_ms=keying.active_ms,
            pause_ms=keying.pause_ms,
            strokes=keying.strokes,
            second=True,
            errors=decisions.verified(batch, keying).verifier_errors,
            fields_checked=keying.compared,
        )


def _group(work: Keyed) -> tuple[str, str, bool]:
    return (work.operator, work.batch, work.second)


def _row(number: str, work: Sequence[Keyed]) -> OperatorRow:
    found = operator_figures(work)
    checked = sum(one.fields_checked for one in work)
    return OperatorRow(
        operator=work[0].operator,
        pack=work[0].pack,
        batch=number,
        second=work[0].second,
        forms=found.forms,
        strokes=found.strokes,
        forms_per_hour=_shown(found.forms_per_hour),
        strokes_per_hour=_shown(found.strokes_per_hour, 0),
        seconds_per_form=_shown(found.seconds_per_form),
        errors=found.errors,
        errors_per_1000=_shown(found.errors_per_1000_strokes, 2),
        field_errors=f"{found.errors}/{checked}" if checked else None,
    )


def _shown(value: Fraction | None, places: int = 1) -> str | None:
    return None if value is None else display(value, places)
