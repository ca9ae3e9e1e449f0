"""The readers of what comes from outside, each as a function of bytes that may only end in words of ours.

A target returns for what it can read and for what it refuses as it should; anything else it raises is a find.
"""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache

from csat_tui.commands.record import parsed
from csat_tui.importing.mapping import Wishes
from csat_tui.importing.opening import File
from csat_tui.importing.prepared import demand, prepare
from csat_tui.recording.line import InvalidLineError, Surroundings, read_line
from csat_tui.trouble import Trouble
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from sync.centre.bodies import check_shape
from sync.centre.bundle import _content
from sync.centre.desk import _parse
from sync.centre.faults import Refused
from sync.centre.judge import read_item
from sync.protocol import bundle as files
from sync.protocol import messages
from sync.protocol.cursor import seal, start, unseal
from sync.protocol.encoding import Damaged, Inflater, TooLarge
from sync.protocol.recovery import NotSealedForThis, new_private, read_sealed
from sync.protocol.recovery import unseal as open_sealed

REQUESTS: tuple[type[messages.Message], ...] = (
    messages.PushRequest,
    messages.VerifyRequest,
    messages.EnrolRequest,
    messages.Assertion,
    messages.DeviceRequest,
    messages.SealedRequest,
)
SECRET = bytes(range(32))
DEVICE = "01890a5d-ac96-774b-bcce-b302099a8057"
LIMIT = 1 << 20
NOON = datetime(2025, 3, 14, 12, tzinfo=UTC)
PARTS = {
    "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    b'+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
    b'package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    b'2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    b'<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
}


def wire(data: bytes) -> None:
    """A request body as a stranger sends it: first byte says which, and whether it is compressed."""
    if not data:
        return
    body = data[1:]
    with suppress(Refused, TooLarge, Damaged):
        if data[0] & 0x80:
            inflater = Inflater(LIMIT)
            body = inflater.feed(body)
            inflater.finish()
        check_shape(body)
        _parse(REQUESTS[data[0] % len(REQUESTS)], body)


def item(data: bytes) -> None:
    """An entry of a device log: never refused, at most without kind and id."""
    found = read_item(data)
    assert found.problem is not None or (found.kind and found.id)


def cursor(data: bytes) -> None:
    """A cursor is one of ours or None; changed in one place it is not one of ours."""
    unseal(data.decode("latin-1"), SECRET)
    good = seal(start(("ref", "cust:main")), SECRET)
    place = int.from_bytes(data[:2], "big") % len(good)
    changed = good[:place] + data[2:].decode("latin-1") + good[place + 1 :]
    assert changed == good or unseal(changed, SECRET) is None


def sealed(data: bytes) -> None:
    """A sealed database key, as a file or from the wire."""
    with suppress(NotSealedForThis):
        open_sealed(read_sealed(data.decode("utf-8", "replace")), new_private())


def record(data: bytes) -> None:
    """A line of ``csat record``."""
    with suppress(InvalidLineError):
        read_line(parsed(data.decode("utf-8", "replace")), _around())


def table(data: bytes) -> None:
    """A delimited file, or whatever claims to be a table; the first byte says what is to be imported."""
    if data:
        _import(("customers", "events", "projects")[data[0] % 3], data[1:])


def workbook(data: bytes) -> None:
    """A workbook whose sheet is anything; the first byte says what is to be imported."""
    if not data:
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/sheet1.xml", data[1:])
    _import(("customers", "events", "projects")[data[0] % 3], packed.getvalue())


def bundle(data: bytes) -> None:
    """A file carried to the centre: as it lies there, its content under a sound seal, and the centre's answer."""
    if not data:
        return
    rest = data[1:]
    with suppress(files.BadBundle):
        match data[0] % 3:
            case 0:
                found = files.read_up(rest)
                found.signed_by(SECRET)
                files.open_up(found, SECRET)
            case 1:
                ephemeral, shut, _digest = files.seal_up(rest, DEVICE, "b1", files.public_key(SECRET))
                _content(files.Bundle(DEVICE, "b1", ephemeral, b"", shut), SECRET)
            case _:
                device, id, shut = files.read_answer(rest)
                files.open_answer(shut, device, id, SECRET)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "wire": wire,
    "item": item,
    "cursor": cursor,
    "sealed": sealed,
    "bundle": bundle,
    "record": record,
    "table": table,
    "workbook": workbook,
}


def _import(kind: str, data: bytes) -> None:
    with suppress(Trouble):
        prepared = prepare(kind, File("f", data, "0" * 64), Wishes())  # type: ignore[arg-type]
        demand(prepared)
        for _row in prepared.rows(date(2025, 3, 14), lambda text: text):
            pass


@cache
def _pack() -> Pack:
    return read(library_content("dlr-cs-sales"))


@cache
def _around() -> Surroundings:
    return Surroundings(
        find_pack=lambda pack, version: (_pack(), "0" * 64),
        find_customer=lambda name: None,
        interviewer="li",
        now=lambda: NOON,
        clock_offset_ms=None,
        new_id=lambda: "00000000-0000-7000-8000-000000000000",
    )
