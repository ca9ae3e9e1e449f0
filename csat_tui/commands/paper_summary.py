"""``csat paper summary``: units × items of a period with their scores (R13; annex 3 of OP-QPM-0501)."""

import csv
import io
from pathlib import Path

import click
from rich.cells import cell_len

from csat_tui.centre.wanted import for_centre
from csat_tui.commands.one_laptop import laptop_open
from csat_tui.commands.tasks import read_period
from csat_tui.exporting.files import harmless
from csat_tui.output import emit, json_option
from csat_tui.paper.summary import Summary
from csat_tui.paper.summary import summary as of_laptop
from schemas.figures.periods import Period
from schemas.figures.summary_table import cells, to_json
from schemas.language import texts
from schemas.numbers import fixed
from schemas.text import one_line

_ = texts("csat_tui")


@click.command()
@click.argument("pack")
@click.argument("period_text", metavar="PERIOD")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@click.option(
    "--csv",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a CSV file (UTF-8 with a mark).",
)
@json_option
def summary(pack: str, period_text: str, database: str | None, target: Path | None, as_json: bool) -> int:
    """The summary table of a written survey: units by items, with the scores of units and company (R13)."""
    asked = read_period(period_text)
    assert asked is not None
    found = _found(pack, asked, database)
    if target is not None:
        target.write_text(_as_csv(found), encoding="utf-8-sig", newline="")
        rows = len(found.table.rows)
        emit({"file": str(target), "rows": rows}, as_json, _("Written: {file}", file=target))
        return 0
    told = {"pack": found.pack.name, "period": asked.name, **to_json(found.table, found.names)}
    emit({**told, "elsewhere": found.elsewhere}, as_json, "\n".join([*_lines(found), *_words(found)]))
    return 0


def _found(pack: str, asked: Period, database: str | None) -> Summary:
    if for_centre(database):
        from csat_tui.centre.summary import centre_summary

        return centre_summary(pack, asked, database)
    with laptop_open() as laptop:
        return of_laptop(laptop, pack, asked)


def _table(found: Summary) -> list[list[str]]:
    head = [_("number"), _("name of the unit"), *found.table.codes, _("score")]
    rows = cells(found.table, found.names, _digits(found))
    return [head, *rows[:-1], ["", _("mean"), *rows[-1][2:]]]


def _as_csv(found: Summary) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in _table(found))
    return out.getvalue()


def _lines(found: Summary) -> list[str]:
    rows = [[one_line(cell) for cell in row] for row in _table(found)]
    wide = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [_line(row, wide) for row in rows]


def _line(row: list[str], wide: list[int]) -> str:
    padded = [
        cell + " " * (width - cell_len(cell)) if place < 2 else " " * (width - cell_len(cell)) + cell
        for place, (cell, width) in enumerate(zip(row, wide, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _words(found: Summary) -> list[str]:
    table, digits = found.table, _digits(found)
    lines = []
    if table.company.value is None:
        lines.append(_("No form of this period counts."))
    else:
        shown = [fixed(value, digits) for value in (table.company.value, table.pooled) if value is not None]
        words = _("Company {score} (R13), all answers alike {pooled}.", score=shown[0], pooled=shown[-1])
        lines.append(words)
    rate = table.returned
    if rate.base:
        told = _(
            "{n} of {base} units returned a form: {value} %.",
            n=rate.numerator,
            base=rate.base,
            value=rate.display(1),
        )
        lines.append(told)
    if table.company.single:
        lines.append(_("One unit speaks for the company (n = 1)."))
    if table.company.superseded:
        lines.append(_("Replaced by a later form of the unit: {n}.", n=len(table.company.superseded)))
    if found.elsewhere:
        lines.append(
            _("{n} forms were keyed on another laptop; the whole table is at the centre.", n=found.elsewhere)
        )
    return lines


def _digits(found: Summary) -> int:
    rule = found.pack.scoring.period_score
    return rule.display.digits if rule else 1
