"""Small requests that would grow when they are read: answered, nothing stored, and no memory or time taken."""

import gzip
import json
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from sync.client.conversation import Conversation
from sync.client.http import HttpTransport
from sync.client.ports import Answered
from sync.protocol.encoding import compress, inflate, shape
from sync.protocol.wire import MEDIA_TYPE, NONCE
from tests.support.company import Centre, serving
from tests.support.sync_centre import Laptop, LocalCentre, response

ZERO = "00" * 32
MIB = 1024 * 1024
ALLOWED_MIB = 320
"""How much a centre may grow over what it takes when it is idle, whatever it is sent."""


@cache
def zeros(mebibytes: int) -> bytes:
    """So many MiB of nothing, gzipped: one packed block again and again, for packing them all takes seconds."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _each in range(mebibytes):
        check = zlib.crc32(bytes(MIB), check)
    end = struct.pack("<LL", check, mebibytes * MIB)
    return gzip.compress(b"")[:10] + block * mebibytes + packer.flush() + end


BOMBS: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "gzip of a gigabyte": (lambda: zeros(1024), 413, "too_large"),
    "gzip within gzip": (lambda: gzip.compress(zeros(64)), 422, "bad_request"),
    "a second gzip member": (lambda: gzip.compress(b"{}") + gzip.compress(bytes(64 * MIB)), 400, "damaged"),
    "lists in lists": (lambda: compress(b"[" * 8_000_000 + b"]" * 8_000_000), 400, "too_deep"),
    "brackets that never close": (lambda: compress(b"[{" * 8_000_000), 400, "too_deep"),
    "a million names": (
        lambda: compress(b"{" + b",".join(b'"k%d":1' % n for n in range(1_000_000)) + b"}"),
        413,
        "too_many_items",
    ),
    "millions of wrong items": (
        lambda: compress(b'{"items":[' + b"1," * 8_000_000 + b"1]}"),
        413,
        "too_many_items",
    ),
    "wrong items within the limit": (
        lambda: compress(b'{"items":[' + b"1," * 90_000 + b"1]}"),
        422,
        "bad_request",
    ),
    "a string of quotes that never ends": (lambda: compress(b'"' + b'\\"' * 8_000_000), 422, "bad_request"),
    "a number of a million digits": (lambda: b'{"base_seq":' + b"9" * 1_000_000 + b"}", 422, "bad_request"),
    "a number with a huge exponent": (lambda: b'{"base_seq":1e999999999}', 422, "bad_request"),
    "not a number": (lambda: b'{"base_seq":NaN}', 422, "bad_request"),
    "infinity": (lambda: b'{"base_seq":-Infinity}', 422, "bad_request"),
    "half a surrogate pair": (lambda: b'{"device":"\\ud800"}', 422, "bad_request"),
    "a name of a megabyte": (lambda: b'{"device":"' + b"x" * MIB + b'"}', 422, "bad_request"),
}


def code(answered: Answered) -> str:
    gzipped = answered.headers.get("content-encoding") == "gzip"
    body = inflate(answered.body, MIB) if gzipped else answered.body
    return str(json.loads(body)["error"]["code"])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with serving(tmp_path_factory.mktemp("bombs") / "centre") as centre:
        yield centre


@pytest.fixture(scope="module")
def laptop(served: Centre, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A device of the served centre; what it sends goes over the wire."""
    local = LocalCentre(tmp_path_factory.mktemp("unused") / "centre.sqlite")
    laptop = Laptop(local)
    line = HttpTransport(served.url)
    laptop.send = line.send  # type: ignore[method-assign]
    with served.administration() as administration:
        local.admin = administration
        laptop.enrol()
    yield laptop
    line.close()
    local.close()


def peak_mib(centre: Centre) -> int:
    status = Path(f"/proc/{centre.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def token(laptop: Laptop) -> str:
    talk = Conversation(laptop, laptop.key, laptop.clock, laptop.random, lambda: False)
    talk.hello()
    assert laptop.log.held is not None
    return talk.identify(laptop.log.held.device).token


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_and_takes_no_memory(served: Centre, laptop: Laptop, name: str) -> None:
    make, status, refusal = BOMBS[name]
    body = make()
    before = peak_mib(served) if sys.platform == "linux" else 0
    headers = {"authorization": f"Bearer {token(laptop)}", "content-type": MEDIA_TYPE, NONCE: "n"}
    if body[:2] == b"\x1f\x8b":
        headers["content-encoding"] = "gzip"
    answered = laptop.send("POST", "/sync/v1/push", headers, body)
    assert (answered.status, code(answered)) == (status, refusal)
    if sys.platform == "linux":
        assert peak_mib(served) - before < ALLOWED_MIB


def test_a_strangers_bomb_is_refused_before_it_is_inflated(served: Centre, laptop: Laptop) -> None:
    headers = {"content-type": MEDIA_TYPE, NONCE: "n", "content-encoding": "gzip"}
    answered = laptop.send("POST", "/sync/v1/push", headers, zeros(1024))
    assert (answered.status, code(answered)) == (401, "unauthorised")


def test_reading_the_shape_of_a_text_takes_time_in_proportion_to_it() -> None:
    for text in (b'"' + b'\\"' * 4_000_000, b"[" * 8_000_000 + b"]" * 8_000_000, b'"\\' * 4_000_000):
        assert shape(text, 32).depth <= 33  # a slip here is minutes, not milliseconds


BODIES = {
    "a name that comes twice": b'{"kind":"note","id":"x","id":"y"}',
    "not a number": b'{"kind":"note","id":"x","score":NaN}',
    "infinity": b'{"kind":"note","id":"x","score":-Infinity}',
    "half a surrogate pair": b'{"kind":"note","id":"x","text":"\\ud800"}',
    "half a pair in the id": b'{"kind":"note","id":"\\udfff"}',
    "an id of a thousand signs": b'{"kind":"note","id":"' + b"x" * 1000 + b'"}',
    "an id that a terminal would obey": b'{"kind":"note","id":"\\u001b[2J"}',
    "a kind with a zero": b'{"kind":"no\\u0000te","id":"x"}',
    "an endless number": b'{"kind":"note","id":"x","n":' + b"9" * 5000 + b"}",
    "no object": b"[1,2,3]",
    "nothing": b"",
    "lists in lists": b'{"kind":"note","id":"x","a":' + b"[" * 40 + b"]" * 40 + b"}",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_readers_would_disagree_about_is_set_aside_and_holds_up_nothing(
    centre: LocalCentre, name: str
) -> None:
    laptop = Laptop(centre).enrol()
    laptop.log.record("note", "strange", BODIES[name])
    laptop.log.record("response.final", "r1", response("r1"))
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.quarantined, outcome.proven) == (2, 1, True)
    [row] = centre.admin.quarantine()
    assert row.code == ("too_deep" if name == "lists in lists" else "invalid_body")
    assert row.body == BODIES[name]
