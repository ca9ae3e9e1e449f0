"""The scan or fax file of a form: taken from a file, shown, written out again (J2)."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import nlargest
from pathlib import Path

from sqlmodel import select

from csat_tui import settings
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import mailings
from csat_tui.store import scans
from csat_tui.store.tables import PaperFormRow, ScanRow
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.paper.scan import MAX_SCAN_BYTES, Kind, Scan, kind_of
from schemas.text import clean, one_line

_ = texts("csat_tui")

FOLDER = "scan_folder"
"""The setting: where the scanner or fax puts its files; the folder of the last file that was attached."""

LOOKED_AT = 20
"""Of the newest files in the folder, so many are looked at for one that can be a form."""
BEGINNING = 1100
LONGEST_NAME = 200


@dataclass(frozen=True)
class Attached:
    """``new``: False when this very file was attached to this form before."""

    scan: Scan
    new: bool


def attach(laptop: Laptop, serial: str, file: Path, by: str | None) -> Attached:
    """Keep a file with its form, in the encrypted database; the file itself is left where it is.

    Raises Trouble ``unknown_serial``, ``no_file``, ``not_a_scan``, ``scan_too_large``.
    """
    meant = mailings.demand_serial(serial)
    content = _read(file)
    scan = Scan(
        serial=str(meant),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        kind=_kind(file, content),
        name=one_line(clean(file.name))[:LONGEST_NAME],
        at=now().isoformat(timespec="milliseconds"),
    )
    new = scans.keep(laptop.store, scan, content, by)
    settings.remember(laptop.home.settings, FOLDER, str(file.absolute().parent))
    return Attached(scan, new)


def of_form(laptop: Laptop, serial: str) -> Sequence[ScanRow]:
    """The scans of a form in the order in which they were attached. Raises Trouble ``unknown_serial``."""
    return scans.listed(laptop.store, str(mailings.demand_serial(serial)))


def demand(laptop: Laptop, serial: str, number: int | None = None) -> tuple[ScanRow, bytes]:
    """One scan of a form by its number from 1, the last when none is named. Raises Trouble ``unknown_serial``,
    ``no_scan``."""
    found = of_form(laptop, serial)
    place = len(found) if number is None else number
    if not 1 <= place <= len(found):
        raise no_scan(serial)
    row = found[place - 1]
    return row, scans.content(laptop.store, row.id)


def serial_of(laptop: Laptop, response: str) -> str | None:
    """The form a questionnaire was keyed from; None when there was none."""
    with laptop.store.read() as session:
        return session.exec(select(PaperFormRow.serial).where(PaperFormRow.response == response)).first()


def newest(laptop: Laptop) -> Path | None:
    """The newest file of the folder that can be a scan; None when no folder is set or nothing is in it."""
    folder = settings.read(laptop.home.settings).get(FOLDER)
    if not folder:
        return None
    try:
        files = [entry for entry in os.scandir(folder) if entry.is_file()]
        recent = nlargest(LOOKED_AT, files, key=lambda entry: entry.stat().st_mtime_ns)
    except OSError:
        return None
    return next((Path(entry.path) for entry in recent if _can_be_a_form(Path(entry.path))), None)


def no_scan(serial: str) -> Trouble:
    """Nothing is attached to this form, or not so much."""
    return Trouble(
        "no_scan",
        _("No such scan is attached to form {serial} here.", serial=serial),
        _("Nothing was changed."),
        _("csat paper scans lists those there are."),
    )


def _can_be_a_form(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return kind_of(opened.read(BEGINNING)) is not None
    except OSError:
        return False


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_SCAN_BYTES + 1)
    except OSError as error:
        raise Trouble(
            "no_file",
            _("The file {file} cannot be read.", file=file),
            _("Nothing was stored."),
            _("Check the path; a path may be pasted."),
        ) from error
    if len(content) > MAX_SCAN_BYTES:
        raise Trouble(
            "scan_too_large",
            _("The file is larger than {limit} MiB.", limit=MAX_SCAN_BYTES // 1024 // 1024),
            _("Nothing was stored."),
            _("Scan with 200 dots per inch in black and white or grey, or one file a form."),
        )
    return content


def _kind(file: Path, content: bytes) -> Kind:
    kind = kind_of(content[:BEGINNING])
    if kind is None:
        raise Trouble(
            "not_a_scan",
            _("{file} is no PDF, TIFF, JPEG or PNG, whatever it is called.", file=file.name),
            _("Nothing was stored."),
            _("Let the scanner write PDF or TIFF."),
        )
    return kind
