"""Open a file to import: what it really is, whatever its name says."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from csat_tui.importing.delimited import read_delimited
from csat_tui.importing.limits import MAX_FILE_BYTES
from csat_tui.importing.refusals import not_a_table, refusal, too_large, unreadable
from csat_tui.importing.table import Source
from csat_tui.importing.workbook import read_workbook
from schemas.language import texts

_ = texts("csat_tui")

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PACKED = b"PK\x03\x04"
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class File:
    """The bytes of a file as they are now. ``hash``: SHA-256, 64 hexadecimal digits."""

    name: str
    data: bytes
    hash: str


def load(path: Path) -> File:
    """Read a file once. Raises Trouble ``file_unreadable`` or ``too_large``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path.name, getattr(error, "strerror", None) or error) from error
    if len(data) > MAX_FILE_BYTES:
        raise too_large(
            _("more than {n} MB", n=MAX_FILE_BYTES // _MEGABYTE), f"{MAX_FILE_BYTES // _MEGABYTE} MB"
        )
    return File(path.name, data, hashlib.sha256(data).hexdigest())


def read(file: File, sheet: str | None = None) -> Source:
    """The table of a file. Raises Trouble ``not_a_table``, ``too_large`` or ``no_such_sheet``."""
    data = file.data
    if not data.strip():
        raise not_a_table(_("The file is empty."))
    if data.startswith(_PACKED):
        return read_workbook(data, sheet)
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise refusal(
                "password_protected",
                _("The workbook is protected by a password."),
                _("Save it without the password (File, Info, Protect Workbook) and import that."),
            )
        raise not_a_table(_("This is a workbook of the old kind (.xls)."))
    if (
        data[:256]
        .lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta"))
    ):
        raise not_a_table(_("This is a web page or XML file, even if its name ends in .xls."))
    return read_delimited(data)
