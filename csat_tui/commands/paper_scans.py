"""``csat paper scan`` and ``scans``: the scan or fax file of a form, in and out, on a laptop and at the centre."""

import os
from pathlib import Path
from typing import Any

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.commands.one_laptop import laptop_open
from csat_tui.home import folder_trouble
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

FILE = click.Path(dir_okay=False, path_type=Path)
database_option = click.option(
    "--database", help="The centre's database, when it is not the one its home remembers."
)


@click.command()
@click.argument("serial")
@click.argument("file", type=FILE, required=False)
@click.option("-o", "--out", "target", type=FILE, help="Write the form's scan to this file instead.")
@click.option("--number", type=click.IntRange(min=1), help="Which scan of the form; the last when left out.")
@database_option
@json_option
def scan(
    serial: str,
    file: Path | None,
    target: Path | None,
    number: int | None,
    database: str | None,
    as_json: bool,
) -> int:
    """Attach FILE (PDF, TIFF, JPEG, PNG; at most 20 MiB) to a form; without FILE the newest of the scan folder."""
    if file is not None and target is not None:
        raise click.UsageError(_("FILE comes in, --out goes out: one of them."))
    if target is not None:
        return _write(_content(serial, number, database), target, as_json)
    if for_centre(database):
        raise click.UsageError(_("Scans are attached on a laptop; at a centre give --out."))
    return _attach(serial, file, as_json)


@click.command("scans")
@click.argument("serial", required=False)
@database_option
@json_option
def scans_(serial: str | None, database: str | None, as_json: bool) -> int:
    """The scans that are attached, of one form or of all."""
    rows = _at_centre(serial, database) if for_centre(database) else _on_laptop(serial)
    emit_lines(((row, _words(row)) for row in rows), as_json)
    return 0


def _attach(serial: str, file: Path | None, as_json: bool) -> int:
    from csat_tui.paper import scans

    with laptop_open() as laptop:
        source = file or scans.newest(laptop)
        if source is None:
            raise click.UsageError(_("Name the file; csat remembers its folder for the next ones."))
        by = os.environ.get("CSAT_OPERATOR") or laptop.user
        done = scans.attach(laptop, serial, source, by)
    told = {
        "serial": done.scan.serial,
        "file": str(source),
        "kind": done.scan.kind,
        "bytes": done.scan.size,
        "sha256": done.scan.sha256,
        "new": done.new,
    }
    words = _("{file} is attached to form {serial}.", file=source.name, serial=done.scan.serial)
    before = _("{file} was attached to form {serial} before.", file=source.name, serial=done.scan.serial)
    emit(told, as_json, words if done.new else before)
    return 0


def _content(serial: str, number: int | None, database: str | None) -> bytes:
    from csat_tui.paper import scans

    if for_centre(database):
        from csat_tui.centre.scans import give

        return give(serial, number, database)
    with laptop_open() as laptop:
        return scans.demand(laptop, serial, number)[1]


def _write(content: bytes, target: Path, as_json: bool) -> int:
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
    except FileExistsError as error:
        raise Trouble(
            "file_exists",
            _("There is a file {file} already.", file=target),
            _("Nothing was changed."),
            _("Choose another name."),
        ) from error
    except OSError as error:
        raise folder_trouble(target.parent, error) from error
    emit({"file": str(target), "bytes": len(content)}, as_json, _("Written: {file}", file=target))
    return 0


def _on_laptop(serial: str | None) -> list[dict[str, Any]]:
    from csat_tui.paper import scans
    from csat_tui.store.scans import listed

    with laptop_open() as laptop:
        found = scans.of_form(laptop, serial) if serial else listed(laptop.store)
    return [
        {**_told(row), "by": row.by, "sent_at": row.sent_at, "held": row.held, "refused": row.refused}
        for row in found
    ]


def _at_centre(serial: str | None, database: str | None) -> list[dict[str, Any]]:
    from csat_tui.centre.scans import listed

    return [
        {**_told(row), "device": row.device, "received_at": row.finished_at}
        for row in listed(serial, database)
    ]


def _told(row: Any) -> dict[str, Any]:
    names = ("serial", "kind", "size", "name", "at", "sha256")
    return {name: getattr(row, name) for name in names}


def _words(row: dict[str, Any]) -> str:
    if row.get("refused"):
        state = _("refused by the server: {why}", why=row["refused"])
    elif row.get("received_at") or row.get("sent_at"):
        state = _("on the server")
    else:
        state = _("waits, {percent}% sent", percent=100 * row["held"] // row["size"])
    return f"{row['serial']}  {row['kind']}  {row['size']} B  {row['at'][:16]}  {state}  {row['name']}"
