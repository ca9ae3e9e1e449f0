"""``csat paper operators``: speed and errors of whoever keyed, as a table, CSV or JSON lines (J2)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.exporting.files import harmless
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.paper.operator_rows import operator_rows
from csat_tui.services.paper import OperatorRow
from schemas.language import texts

_ = texts("csat_tui")


@click.command()
@click.option(
    "--csv",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a CSV file (UTF-8 with a mark).",
)
@json_option
def operators(target: Path | None, as_json: bool) -> int:
    """Forms and keys per hour without pauses, and errors found by second keying, by operator and batch."""
    with laptop_open() as laptop:
        rows = operator_rows(laptop)
    if target is not None:
        target.write_text(_as_csv(rows), encoding="utf-8-sig", newline="")
        emit({"file": str(target), "rows": len(rows)}, as_json, _("Written: {file}", file=target))
        return 0
    emit_lines(((asdict(row), _words(row)) for row in rows), as_json)
    return 0


def _as_csv(rows: Sequence[OperatorRow]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(OperatorRow)])
    for row in rows:
        writer.writerow([harmless(value) for value in asdict(row).values()])
    return out.getvalue()


def _words(row: OperatorRow) -> str:
    keying = _("second") if row.second else _("first")
    speed = (
        _("{n} forms/h", n=row.forms_per_hour or "-") + "  " + _("{n} keys/h", n=row.strokes_per_hour or "-")
    )
    return f"{row.operator}  {row.batch}  {keying}  {row.forms}  {speed}  {row.field_errors or '-'}"
