"""Packs as files of a person: found by library name or path, read and written without losing anything."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.packs import xlsform
from schemas.packs.model import Pack
from schemas.packs.resolve import Content, content_hash, library_content, read, resolve
from schemas.packs.source import PackSourceError, library_names, parse

_ = texts("csat_tui")

MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class Opened:
    """A pack that was found: resolved, typed, and its content hash."""

    content: Content
    pack: Pack
    hash: str


def open_pack(name: str) -> Opened:
    """A pack by its library name (``dlr-cs-sales`` or with ``@1.0.0``), or by the path of a file.

    Raises Trouble ``not_found`` or ``invalid``.
    """
    try:
        content = _content(name)
        return Opened(content, read(content), content_hash(content))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _invalid(f"{where}: {first['msg']}") from error
    except (PackSourceError, KeyError, TypeError, AttributeError) as error:
        raise _invalid(str(error)) from error


def is_workbook(file: Path) -> bool:
    """Whether it is called like an Excel workbook."""
    return file.suffix.lower() in (".xlsx", ".xlsm")


def read_bytes(file: Path) -> bytes:
    """The bytes of a file. Raises Trouble ``not_found``, ``invalid`` (too large) or ``unreadable``."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise _invalid(_("{file} is too large for a pack.", file=file.name))
        return file.read_bytes()
    except FileNotFoundError as error:
        raise _not_found(str(file)) from error
    except OSError as error:
        message = _("{file} cannot be read.", file=file.name)
        raise Trouble("unreadable", message, _nothing_changed(), _("Check its name and rights.")) from error


def save(file: Path, data: bytes, overwrite: bool) -> None:
    """Write a file whole or not at all. Raises Trouble ``file_exists`` or ``unwritable``."""
    if file.exists() and not overwrite:
        message = _("{file} is already there.", file=file.name)
        advice = _("Choose another name, or add --overwrite.")
        raise Trouble("file_exists", message, _nothing_changed(), advice)
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".csat-", delete=False) as part:
            part.write(data)
        os.replace(part.name, file)
    except OSError as error:
        message = _("{file} cannot be written.", file=file.name)
        raise Trouble("unwritable", message, _nothing_changed(), _("Choose another folder.")) from error


def _content(name: str) -> Content:
    plain, _at, version = name.partition("@")
    if plain in library_names() and Path(name).suffix.lower() != ".yaml":
        content = library_content(plain)
        if version in ("", content["version"]):
            return content
        raise _not_found(name)
    file = Path(name)
    data = read_bytes(file)
    if is_workbook(file):
        return resolve(xlsform.read(data))
    return resolve(parse(data.decode("utf-8-sig", "replace"), file.name))


def _not_found(name: str) -> Trouble:
    message = _("There is no pack {name}.", name=name)
    return Trouble("not_found", message, _nothing_changed(), _("csat packs list shows the names."))


def _invalid(why: str) -> Trouble:
    message = _("The pack cannot be read: {why}", why=why)
    return Trouble("invalid", message, _nothing_changed(), _("csat packs lint shows what to correct."))


def _nothing_changed() -> str:
    return _("Nothing was changed.")
