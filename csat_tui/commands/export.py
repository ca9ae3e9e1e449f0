"""``csat export``: questionnaires and records as CSV, workbook or JSON lines, on a laptop's or a centre's home."""

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.commands.one_laptop import laptop_open
from csat_tui.commands.tasks import read_period
from csat_tui.exporting import flat
from csat_tui.exporting.files import replaced, write_csv, write_lines, write_workbook
from csat_tui.exporting.held import Held, Wanted, is_anonymous, shown
from csat_tui.output import emit, json_option
from schemas.language import texts
from schemas.masking import masked

_ = texts("csat_tui")

KINDS = {
    "responses": "",
    "customers": "customer",
    "events": "event",
    "projects": "project",
    "tasks": "task",
    "attempts": "attempt",
}
FORMATS = ("csv", "xlsx", "jsonl")
SPSS = "sav"
"""Asked for by name, and refused in words."""


@dataclass(frozen=True)
class End:
    """Where it is read. ``note``: puts on record that the telephone numbers of these customers are handed over."""

    responses: Callable[[], Iterator[Held]]
    records: Callable[[str], Iterator[dict[str, Any]]]
    note: Callable[[list[str]], None]


@dataclass(frozen=True)
class Asked:
    """What was asked for. ``kind``: "" for questionnaires."""

    kind: str
    wanted: Wanted
    phones: bool


@click.command()
@click.argument("what", type=click.Choice(list(KINDS)), default="responses")
@click.option(
    "--format", "form", type=click.Choice((*FORMATS, SPSS)), help="Left out: as the file is called, else csv."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to the screen."
)
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
@click.option("--pack", default="", help="Only questionnaires of this pack (PACK or PACK@VERSION).")
@click.option("--period", "period_text", help="Only questionnaires whose day lies in this period.")
@click.option("--versions", is_flag=True, help="Also questionnaires that a correction has replaced.")
@click.option("--phones", is_flag=True, help="Telephone numbers in full; that they were seen is noted.")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def export(
    what: str,
    form: str | None,
    output: Path | None,
    overwrite: bool,
    pack: str,
    period_text: str | None,
    versions: bool,
    phones: bool,
    database: str | None,
    as_json: bool,
) -> int:
    """All questionnaires (or WHAT) as a table: codes and labels, exact numbers, telephone numbers masked."""
    form = _format(form, output, as_json)
    period = read_period(period_text) if period_text else None
    days = (period.first.isoformat(), period.last.isoformat()) if period else ("", "")
    asked = Asked(KINDS[what], Wanted(pack, *days, versions), phones)
    if asked.kind and (pack or period or versions):
        raise click.UsageError(_("--pack, --period and --versions go with questionnaires."))
    with _end(database) as end:
        if phones:
            end.note(_whose(end, asked))
        if output is None:
            _to_screen(end, asked, form)
            return 0
        with replaced(output, overwrite) as out:
            rows = _write(end, asked, form, out)
    told = {"file": str(output), "format": form, "what": what, "rows": rows}
    emit(told, as_json, _("Written: {file}, {n} rows.", file=output, n=rows))
    return 0


def _format(form: str | None, output: Path | None, as_json: bool) -> str:
    named = output.suffix.lower().lstrip(".") if output else "jsonl" if as_json else ""
    if SPSS in (form, named):
        raise click.UsageError(
            _("SPSS files (.sav) are not written yet. SPSS opens csv and xlsx, which hold codes and labels.")
        )
    chosen = form or (named if named in FORMATS else "csv")
    if chosen == "xlsx" and output is None:
        raise click.UsageError(_("A workbook needs a file: -o FILE.xlsx"))
    return chosen


@contextmanager
def _end(database: str | None) -> Iterator[End]:
    if for_centre(database):
        from csat_tui.centre import exporting as at_centre
        from csat_tui.centre.opening import administration, centre_store

        with centre_store(database) as store, administration(database) as admin:
            yield End(
                lambda: at_centre.responses(store),
                lambda kind: at_centre.records(store, kind),
                admin.note_phones,
            )
        return
    from csat_tui.laptop import exporting as at_laptop

    with laptop_open() as laptop:
        yield End(
            lambda: at_laptop.responses(laptop),
            lambda kind: at_laptop.records(laptop, kind),
            lambda customers: at_laptop.note_phones(laptop, customers),
        )


def _found(end: End, asked: Asked) -> Iterator[Held]:
    return filter(asked.wanted, end.responses())


def _whose(end: End, asked: Asked) -> list[str]:
    """The customers whose numbers are in it."""
    if asked.kind:
        field = "id" if asked.kind == "customer" else "customer"
        bodies: Iterator[Mapping[str, Any]] = end.records(asked.kind)
    else:
        field, bodies = "customer", (held.body for held in _found(end, asked) if not is_anonymous(held))
    return sorted({str(body[field]) for body in bodies if body.get(field)})


def _to_screen(end: End, asked: Asked, form: str) -> None:
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="", write_through=True)
    try:
        _write_text(end, asked, form, out)
    finally:
        out.detach()


def _write(end: End, asked: Asked, form: str, out: Any) -> int:
    """Into a file; CSV with the mark by which spreadsheets know UTF-8."""
    if form == "xlsx":
        columns, rows = _table(end, asked)
        return write_workbook(out, columns, rows)
    text = io.TextIOWrapper(out, "utf-8-sig" if form == "csv" else "utf-8", newline="")
    try:
        return _write_text(end, asked, form, text)
    finally:
        text.detach()


def _write_text(end: End, asked: Asked, form: str, out: Any) -> int:
    count = write_lines(out, _bodies(end, asked)) if form == "jsonl" else write_csv(out, *_table(end, asked))
    out.flush()
    return count


def _bodies(end: End, asked: Asked) -> Iterator[Mapping[str, Any]]:
    if asked.kind:
        bodies = end.records(asked.kind)
        yield from bodies if asked.phones else map(masked, bodies)
        return
    for held in _found(end, asked):
        told = {"status": held.status, "counted": held.counted, "superseded_by": held.superseded_by}
        yield {**shown(held, phones=asked.phones), **told}


def _table(end: End, asked: Asked) -> tuple[list[str], Iterator[flat.Row]]:
    """The columns that hold anything, and the rows; all is read twice, so that neither has to be kept."""
    if asked.kind:
        used = dict.fromkeys(
            name for body in end.records(asked.kind) for name in flat.record_row(body, phones=False)
        )
        first = [name for name in ("id", "number", "name") if name in used]
        return [*first, *sorted(set(used) - set(first))], (
            flat.record_row(body, phones=asked.phones) for body in end.records(asked.kind)
        )
    packs = {held.body["pack"] for held in _found(end, asked)}
    several = len(packs) > 1
    return _columns(end, asked, several), (
        flat.response_row(held, phones=asked.phones, several=several) for held in _found(end, asked)
    )


def _columns(end: End, asked: Asked, several: bool) -> list[str]:
    """Those of every questionnaire, then those of the questions in printed order as far as anything stands in them;
    what no pack here knows comes last."""
    used: dict[str, None] = {}
    printed: dict[str, None] = {}
    seen: set[str] = set()
    for held in _found(end, asked):
        used |= dict.fromkeys(flat.response_row(held, phones=False, several=several))
        if held.pack is not None and held.body["pack_hash"] not in seen:
            seen.add(held.body["pack_hash"])
            printed |= dict.fromkeys(flat.columns_of_pack(held.pack, several=several))
    questions = [name for name in printed if name in used]
    return [*flat.HEAD, *questions, *(name for name in used if name not in {*flat.HEAD, *questions})]
