"""What fuzzing begins from: good inputs of each kind."""

import json
from typing import Any

from sync.protocol import bundle as files
from sync.protocol.cursor import seal, start
from sync.protocol.encoding import compress
from sync.protocol.recovery import SealedKey
from tests.fuzz.targets import DEVICE, SECRET
from tests.support.company import recorded_line
from tests.support.sync_centre import response

CHAIN = "00" * 32
REQUESTS: tuple[dict[str, Any], ...] = (
    {"device": DEVICE, "base_seq": 0, "base_chain": CHAIN, "items": [{"seq": 1, "body": "{}"}]},
    {
        "device": DEVICE,
        "n": 1,
        "chain": CHAIN,
        "signature": "AA",
        "collections": {"pack": {"count": 1, "sum": "0" * 16}},
    },
    {"code": "ABCD-EFGH", "key": "AA", "signature": "AA"},
    {"device": DEVICE, "challenge": "AA", "signature": "AA"},
    {"device": DEVICE, "challenge": "AA", "signature": "AA", "request": "r"},
    {"device": DEVICE, "sealed": "{}"},
)
"""In the order of ``targets.REQUESTS``."""

CUSTOMERS = "客户编号,客户姓名,手机号码,车牌号\nK001,王建国,13800000000,京A12345\nK002,李敏,,\n"
EVENTS = "工单号\t客户编号\t完工时间\t业务\nW1\tK001\t2025-03-04 17:59\t维修\n"
SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>客户编号</t></is></c><c r="B1" t="inlineStr"><is>'
    '<t>客户姓名</t></is></c></row><row r="2"><c r="A2"><v>1001</v></c><c r="B2" t="inlineStr"><is><t>李敏</t>'
    '</is></c><c r="C2"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>'
)


def seeds(target: str) -> list[bytes]:
    """The good inputs of a target."""
    return {
        "wire": _wire,
        "item": lambda: [response("r1"), b'{"kind":"note","id":"x"}'],
        "cursor": lambda: [seal(start(("ref",)), SECRET).encode(), b"\0\1A"],
        "sealed": lambda: [SealedKey("home", "0123-4567-89ab-cdef", "AA").text().encode()],
        "bundle": _bundle,
        "record": lambda: [recorded_line("r1", occurred_at="2025-03-14T12:00:00+08:00").encode(), b"{}"],
        "table": lambda: [
            b"\0" + CUSTOMERS.encode(),
            b"\0" + CUSTOMERS.encode("gb18030"),
            b"\0" + b"sep=;\r\n" + CUSTOMERS.replace(",", ";").encode("utf-8-sig"),
            b"\1" + EVENTS.encode("utf-16"),
        ],
        "workbook": lambda: [b"\0" + SHEET.encode()],
    }[target]()


def _wire() -> list[bytes]:
    plain = [bytes([n]) + json.dumps(request).encode() for n, request in enumerate(REQUESTS)]
    packed = [bytes([0x80 + n]) + compress(json.dumps(r).encode()) for n, r in enumerate(REQUESTS)]
    return plain + packed


def _bundle() -> list[bytes]:
    content = {"answer_key": "A" * 43, "pushes": [REQUESTS[0]], "verify": REQUESTS[1]}
    plain = json.dumps(content).encode()
    ephemeral, shut, _digest = files.seal_up(plain, DEVICE, "b1", files.public_key(SECRET))
    file = files.written(files.Bundle(DEVICE, "b1", ephemeral, bytes(64), shut))
    return [b"\0" + file, b"\1" + plain, b"\2" + files.answer(b"{}", DEVICE, "b1", SECRET)]
