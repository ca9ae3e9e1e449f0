"""``csat packs``: look at pack files, check and compare them, exchange them with other tools."""

import sys
from pathlib import Path

import click

from csat_tui.output import NOT_SO, emit, emit_lines, json_option, say_error
from csat_tui.pack_files import Opened, is_workbook, open_pack, read_bytes, read_workbook, save
from csat_tui.words.packs import ambiguity_lines, pack_lines
from schemas.canonical import canonical_bytes
from schemas.language import texts
from schemas.packs import xlsform
from schemas.packs.ambiguities import Choice, choices
from schemas.packs.check import Finding, check, errors
from schemas.packs.diff import Change, changes
from schemas.packs.resolve import content_hash, library_content, read
from schemas.packs.source import PackSourceError, library_names, library_text
from schemas.packs.write import yaml_text

_ = texts("csat_tui")

out_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write here, not to the screen."
)
overwrite_option = click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")


@click.group()
def packs() -> None:
    """Questionnaires and their rules: PACK is a name of the library, or a .yaml or .xlsx file."""


@packs.command("list")
@json_option
def list_packs(as_json: bool) -> None:
    """The packs that come with the program."""
    emit_lines((_listed(name) for name in library_names()), as_json)


@packs.command("show")
@click.argument("pack")
@click.option("--ambiguities", is_flag=True, help="Each choice at an ambiguous place and what it changes.")
@json_option
def show_pack(pack: str, ambiguities: bool, as_json: bool) -> None:
    """One pack: its questions and rules."""
    opened = open_pack(pack)
    if ambiguities:
        emit_lines(((_choice(one), ambiguity_lines(one)) for one in choices(opened.content)), as_json)
        return
    value = {
        "pack": opened.pack.pack,
        "version": opened.pack.version,
        "hash": opened.hash,
        "content": opened.content,
    }
    emit(value, as_json, pack_lines(opened.pack, opened.hash))


@packs.command("approve")
@click.argument("pack")
@click.option("--by", default="admin", show_default=True, help="Who approves it.")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def approve_pack(pack: str, by: str, database: str | None, as_json: bool) -> int:
    """Approve a pack at the centre in --home, also while it serves; once more changes nothing."""
    from csat_tui.centre.opening import administration

    opened = open_pack(pack)
    found = errors(check(yaml_text(opened.content), opened.pack.name))
    if found:
        emit_lines(((_finding(one), str(one)) for one in found), as_json)
        return NOT_SO
    with administration(database) as centre:
        approval = centre.approve_content(opened.content, by=by)
    value = {"pack": approval.name, "hash": opened.hash, "new": approval.new, "released": approval.released}
    words = _("approved") if approval.new else _("was approved before")
    emit(value, as_json, f"{approval.name}  {words}")
    return 0


@packs.command("lint")
@click.argument("pack", nargs=-1)
@json_option
def lint_packs(pack: tuple[str, ...], as_json: bool) -> None:
    """Check pack files; without a name the whole library. Exit code 1 when one has errors."""
    found = [finding for name in pack or library_names() for finding in _linted(name)]
    emit_lines(((_finding(finding), str(finding)) for finding in found), as_json)
    wrong = len(errors(found))
    say_error(_("{errors} errors, {warnings} warnings.", errors=wrong, warnings=len(found) - wrong))
    if wrong:
        raise click.exceptions.Exit(NOT_SO)


@packs.command("diff")
@click.argument("old")
@click.argument("new")
@json_option
def diff_packs(old: str, new: str, as_json: bool) -> None:
    """What changed from one pack to another, in words."""
    found = changes(open_pack(old).content, open_pack(new).content)
    emit_lines(((_change(change), _change_line(change)) for change in found), as_json)
    if not found:
        say_error(_("No difference but perhaps the sign-off."))


@packs.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@out_option
@overwrite_option
@json_option
def import_pack(file: Path, output: Path | None, overwrite: bool, as_json: bool) -> None:
    """An XLSForm workbook as a pack file in YAML. Exit code 1 when the pack has errors."""
    if not is_workbook(file):
        raise click.UsageError(_("{file} is no workbook; import reads .xlsx files.", file=file.name))
    text = yaml_text(read_workbook(file))
    found = check(text, file.name)
    for finding in found:
        say_error(str(finding))
    _give(text.encode(), output, overwrite, as_json)
    if errors(found):
        raise click.exceptions.Exit(NOT_SO)


@packs.command("export")
@click.argument("pack")
@click.option(
    "--format", "form", type=click.Choice(["xlsx", "yaml", "json"]), default="xlsx", show_default=True
)
@out_option
@overwrite_option
@json_option
def export_pack(pack: str, form: str, output: Path | None, overwrite: bool, as_json: bool) -> None:
    """A pack as an XLSForm workbook, as YAML, or as the canonical JSON that is hashed and approved."""
    opened = open_pack(pack)
    if form == "xlsx" and output is None:
        raise click.UsageError(_("A workbook needs a file: -o FILE.xlsx"))
    _give(_exported(opened, form), output, overwrite, as_json)


def _exported(opened: Opened, form: str) -> bytes:
    if form == "xlsx":
        return xlsform.write(opened.content)
    return yaml_text(opened.content).encode() if form == "yaml" else canonical_bytes(opened.content)


def _give(data: bytes, output: Path | None, overwrite: bool, as_json: bool) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    save(output, data, overwrite)
    emit({"file": str(output), "bytes": len(data)}, as_json, _("Written: {file}", file=output))


def _linted(name: str) -> list[Finding]:
    file = Path(name)
    if name in library_names() and not file.suffix:
        return check(library_text(name), f"{name}.yaml")
    if is_workbook(file):
        return _linted_workbook(file)
    try:
        return check(read_bytes(file).decode("utf-8-sig"), str(file))
    except UnicodeDecodeError:
        return [
            Finding(str(file), 1, 1, "unreadable", _("The file is not in UTF-8. Save it as UTF-8."), "error")
        ]


def _linted_workbook(file: Path) -> list[Finding]:
    try:
        return check(yaml_text(xlsform.read(read_bytes(file))), _("{file} as YAML", file=file))
    except PackSourceError as error:
        return [Finding(str(file), error.line, error.column, "unreadable", str(error), "error")]


def _listed(name: str) -> tuple[dict[str, object], str]:
    content = library_content(name)
    pack = read(content)
    row: dict[str, object] = {
        "pack": pack.pack,
        "version": pack.version,
        "programme": pack.programme,
        "stream": pack.stream,
        "kind": pack.kind,
        "screen": pack.screen,
        "title": {"zh": pack.title.zh, "en": pack.title.en},
        "hash": content_hash(content),
    }
    place = f"{pack.programme or ''}{pack.stream or ''}"
    return row, f"{place:<5} {pack.name:<38} {pack.title}"


def _choice(choice: Choice) -> dict[str, object]:
    entry, meaning = choice.ambiguity, choice.meaning
    return {
        "id": entry.id,
        "key": entry.key,
        "place": entry.place,
        "phrase": entry.phrase,
        "value": choice.value,
        "is_default": choice.value == entry.default,
        "means": {"zh": meaning.zh, "en": meaning.en} if meaning else None,
        "others": [{"value": one.value, "changes": {"zh": one.zh, "en": one.en}} for one in choice.others],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.sentence,
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "path": list(change.path),
        "kind": change.kind,
        "old": change.old,
        "new": change.new,
        "breaks": change.breaks,
        "message": change.sentence,
    }


def _change_line(change: Change) -> str:
    warning = _("answers before and after cannot be put into one figure as they stand")
    return f"{change.sentence} ! {warning}" if change.breaks else change.sentence
