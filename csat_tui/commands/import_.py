"""``csat import``: customers, events, projects, staff and display cars from files; and taking an import back."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, get_args

import click

from csat_tui.commands.tasks import made_json, made_words
from csat_tui.importing.fields import Kind
from csat_tui.importing.judge import Judged
from csat_tui.importing.judged_rows import Line
from csat_tui.importing.mapping_file import read_mapping
from csat_tui.importing.prepared import Prepared
from csat_tui.importing.rows import PassedOver, Rejection, changed_words, labels
from csat_tui.importing.tally import Tally
from csat_tui.laptop import import_undo, importing
from csat_tui.laptop.opening import open_laptop
from csat_tui.output import emit, json_option, say_error
from csat_tui.passphrase_prompt import passphrases
from csat_tui.words import imports as import_words
from csat_tui.words.common import passed_over_name
from csat_tui.words.imports import verdict_name
from schemas.language import texts
from schemas.tasks.making import Made
from schemas.text import clean, one_line

_ = texts("csat_tui")

LONGEST_SOURCE = 40
_CALLED = {"cars": "display cars"}


@click.group("import")
def import_() -> None:
    """Import customers, events, projects, staff or display cars from a CSV file or .xlsx, or undo an import."""


def _file_command(kind: Any) -> click.Command:
    @click.command(
        kind, help=f"Import {_CALLED.get(kind, kind)} from FILE: CSV in UTF-8, UTF-16 or GBK, or .xlsx."
    )
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--source", help="Name of the system the file comes from; its columns are remembered.")
    @click.option(
        "--map",
        "mapping",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Columns by hand, JSON or TOML.",
    )
    @click.option("--preview", is_flag=True, help="Show what would happen; store nothing.")
    @json_option
    def command(file: Path, source: str | None, mapping: Path | None, preview: bool, as_json: bool) -> int:
        return _import(kind, file, _source(source), mapping, preview, as_json)

    return command


@click.command()
@click.argument("id")
@json_option
def undo(id: str, as_json: bool) -> int:
    """Take back the import ID, as long as nothing hangs on it."""
    laptop = open_laptop(passphrases=passphrases())
    try:
        done = import_undo.undo(laptop, id)
    finally:
        laptop.close()
    emit({"batch": id, "status": "undone", "records": done}, as_json, import_words.taken_back(done))
    return 0


for _command in (*map(_file_command, get_args(Kind)), undo):
    import_.add_command(_command)


def _source(name: str | None) -> str | None:
    if name is None:
        return None
    plain = one_line(name)
    if not 0 < len(plain) <= LONGEST_SOURCE:
        raise click.UsageError(
            _("The name of the source must have 1 to {most} characters.", most=LONGEST_SOURCE)
        )
    return plain


def _import(
    kind: Kind, file: Path, source: str | None, mapping: Path | None, preview: bool, as_json: bool
) -> int:
    by_hand = read_mapping(kind, mapping) if mapping else None
    laptop = open_laptop(passphrases=passphrases())
    try:
        prepared = importing.open_file(laptop, kind, file, source, by_hand)
        days = importing.imported_before(laptop, prepared)
        if not as_json:
            say_error("\n".join([*how_it_was_read(prepared), *import_words.before(days)]))
        if preview:
            lines: list[dict[str, Any]] = []
            told = (lambda line: lines.extend(_verdicts(line))) if as_json else partial(_say, kind)
            tally = importing.preview(laptop, prepared, source, told)
            shown: dict[str, Any] = {"status": "previewed", "before": days, "lines": lines}
            emit(_answer(prepared, tally, shown), as_json, _preview_words(tally))
        else:
            applied = importing.apply(laptop, prepared, source)
            shown = {"batch": applied.batch, "status": "applied", "before": days}
            if kind == "events":
                due = sum(one.due for one in applied.made)
                shown["tasks"] = {"due": due, "made": [made_json(one) for one in applied.made]}
            emit(_answer(prepared, applied.tally, shown), as_json, _applied_words(kind, applied))
    finally:
        laptop.close()
    return 0


def how_it_was_read(prepared: Prepared) -> list[str]:
    """The file in words: how it was read, what each column is taken for, what is left out."""
    by = {
        "hand": _("by hand or as last time"),
        "heading": _("by its heading"),
        "content": _("by what stands in it"),
    }
    lines = [_("Read as: {how}.", how="; ".join(prepared.how))]
    for name, column in prepared.assigned.columns.items():
        label = labels(prepared.kind, (name,))
        lines.append(f"  {label}  <-  {column.label}  ({by[prepared.assigned.by[name]]})")
    if prepared.unused:
        lines.append(_("Not taken over: {columns}.", columns=", ".join(prepared.unused)))
    if prepared.assigned.absent:
        absent = labels(prepared.kind, prepared.assigned.absent)
        lines.append(_("Not in this file, though wished or remembered: {fields}.", fields=absent))
    return [clean(line) for line in lines]


def _answer(prepared: Prepared, tally: Tally, status: dict[str, Any]) -> dict[str, Any]:
    """What is told as JSON."""
    return {
        **status,
        **tally.as_dict(),
        "file_hash": prepared.file.hash,
        "mapping": {name: column.label for name, column in prepared.assigned.columns.items()},
        "unused": list(prepared.unused),
        "absent": list(prepared.assigned.absent),
        "read_as": list(prepared.how),
    }


def _verdicts(line: Line) -> Iterator[dict[str, Any]]:
    """What the JSON of a preview says of a line; rejections and what is passed over stand there by themselves."""
    if isinstance(line, Judged):
        yield {"line": line.line, "verdict": line.verdict, **({"fields": line.fields} if line.fields else {})}


def _preview_words(tally: Tally) -> str:
    """What stands below the lines of a preview."""
    return "\n".join([*import_words.counts(tally), _("Nothing was stored: this was a preview.")])


def _applied_words(kind: Kind, applied: importing.Applied) -> str:
    """What an import did, beginning with the lines that it did not take."""
    stored = _("Stored. To take it back: csat import undo {batch}", batch=applied.batch)
    left: list[Line] = [*applied.tally.rejections, *applied.tally.passed_over]
    listed = [_line_words(kind, line) for line in sorted(left, key=lambda line: line.line)]
    return "\n".join([*listed, *import_words.counts(applied.tally), stored, *due_words(applied.made)])


def due_words(made: Sequence[Made]) -> list[str]:
    """How many tasks became due with an import, pack by pack where there are any."""
    new = [one for one in made if one.tasks]
    if not made:
        return []
    total = import_words.due(sum(one.due for one in made))
    return [total, *(f"  {line}" for one in new for line in made_words(one).splitlines())]


def _say(kind: Kind, line: Line) -> None:
    """Print a line of a preview as soon as it is judged."""
    click.echo(clean(_line_words(kind, line)))


def _line_words(kind: Kind, line: Line) -> str:
    """What becomes of a line of the file."""
    match line:
        case Judged():
            told = filter(None, (verdict_name(line.verdict), line.label, changed_words(kind, line.fields)))
        case Rejection():
            told = filter(None, (verdict_name("rejected"), f"{line.message}  [{line.code}]"))
        case PassedOver():
            told = filter(None, (verdict_name("passed"), passed_over_name(line.code)))
    return "  ".join([_("line {line}", line=line.line), *told])
