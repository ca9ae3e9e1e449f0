"""A file that somebody carried to the centre: changed, cut, made to grow, or made by an enrolled device to hurt."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.centre.audit import detail_of
from sync.centre.faults import CentreError
from sync.centre.read import items
from sync.client.bundle import write_bundle
from sync.client.ports import Enrolment
from sync.client.signer import DeviceKey
from sync.client.verify import head_and_collections
from sync.protocol import bundle as files
from sync.protocol.encoding import compress
from sync.protocol.signing import bundle_message, from_text, to_text
from sync.protocol.wire import MAX_INFLATED_BYTES, MAX_WIRE_BYTES
from tests.support.sync_centre import Laptop, LocalCentre

KEY = to_text(bytes(32))


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    return laptop


def written(laptop: Laptop) -> bytes:
    return write_bundle(laptop.log, laptop.replica, laptop.key).data


def enrolment(laptop: Laptop) -> Enrolment:
    assert laptop.log.held is not None
    return laptop.log.held


def made(laptop: Laptop, content: bytes) -> bytes:
    """A file with this content, which the device has sealed and signed as it should."""
    own = enrolment(laptop)
    assert own.bundle_key is not None
    ephemeral, shut, digest = files.seal_up(content, own.device, "b1", from_text(own.bundle_key))
    signature = laptop.key.sign(bundle_message(own.device, digest))
    return files.written(files.Bundle(own.device, "b1", ephemeral, signature, shut))


def content(laptop: Laptop, **changes: Any) -> dict[str, Any]:
    head = head_and_collections(laptop.log, laptop.replica, laptop.key, enrolment(laptop).device)
    return {"answer_key": KEY, "pushes": [], "verify": head.model_dump()} | changes


def refusal(centre: LocalCentre, data: bytes) -> str:
    with pytest.raises(CentreError) as caught:
        centre.admin.bundle_in(data)
    assert list(items(centre.store)) == []
    return caught.value.code


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 1 << 16), flipped=st.integers(1, 255))
def test_whatever_is_changed_or_cut_the_file_is_refused_and_nothing_stored(
    centre: LocalCentre, laptop: Laptop, at: int, flipped: int
) -> None:
    data = written(laptop)
    place = at % len(data)
    changed = data[:place] + bytes([data[place] ^ flipped]) + data[place + 1 :]
    for one in (changed, data[:place], data + data[: place + 1]):
        assert refusal(centre, one) in {"not_a_bundle", "no_device", "bad_signature", "damaged"}


HEADERS: dict[str, object] = {
    "half a surrogate pair for a device": {"device": "\ud800"},
    "a device with a zero": {"device": "a\0b"},
    "a device that a terminal would obey": {"device": "\x1b[2J"},
    "a device of a thousand signs": {"device": "x" * 1000},
    "a number for a device": {"device": 7},
    "a list": [],
    "a signature that is no text of bytes": {"signature": "="},
    "nothing": None,
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_strange_header_is_not_a_bundle(centre: LocalCentre, laptop: Laptop, name: str) -> None:
    magic, line, rest = written(laptop).split(b"\n", 2)
    header = HEADERS[name]
    sound = json.loads(line)
    strange = sound | header if isinstance(header, dict) else header
    assert refusal(centre, b"\n".join([magic, json.dumps(strange).encode(), rest])) == "not_a_bundle"


def test_a_header_of_brackets_or_without_an_end_is_not_a_bundle(centre: LocalCentre, laptop: Laptop) -> None:
    for line in (b"[" * 4000 + b"\n", b" " * (files.MAX_HEADER + 1) + b"{}\n", b"{}"):
        assert refusal(centre, files.UP + line) == "not_a_bundle"


CONTENTS: dict[str, Callable[[Laptop], bytes]] = {
    "lists in lists": lambda laptop: b"[" * 4_000_000 + b"]" * 4_000_000,
    "millions of wrong requests": lambda laptop: b'{"pushes":[' + b"1," * 8_000_000 + b"1]}",
    "wrong requests within the limit": lambda laptop: b'{"pushes":[' + b"1," * 400_000 + b"1]}",
    "no JSON": lambda laptop: b"\xff\xfe",
    "half a surrogate pair": lambda laptop: b'{"answer_key":"\\ud800"}',
    "a short key for the answer": lambda laptop: json.dumps(content(laptop, answer_key="AA")).encode(),
    "a key in another spelling": lambda laptop: json.dumps(
        content(laptop, answer_key="A" * 42 + "B")
    ).encode(),
    "another device's head": lambda laptop: json.dumps(
        content(laptop, verify=content(laptop)["verify"] | {"device": "d2"})
    ).encode(),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_content_that_would_hurt_is_refused_whoever_signed_it(
    centre: LocalCentre, laptop: Laptop, name: str
) -> None:
    assert refusal(centre, made(laptop, CONTENTS[name](laptop))) == "damaged"


def test_content_that_inflates_beyond_the_limit_is_refused(
    centre: LocalCentre, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(files, "MAX_INFLATED_BYTES", 1 << 40)
        bomb = made(laptop, bytes(MAX_INFLATED_BYTES + 1))
    assert len(bomb) < 64 * 1024
    assert refusal(centre, bomb) == "too_large"


def test_gzip_within_gzip_is_not_unpacked_twice(centre: LocalCentre, laptop: Laptop) -> None:
    assert refusal(centre, made(laptop, compress(bytes(MAX_INFLATED_BYTES)))) == "damaged"


def test_a_file_beyond_the_limit_is_refused_unread(centre: LocalCentre, laptop: Laptop) -> None:
    assert refusal(centre, written(laptop) + bytes(MAX_WIRE_BYTES)) == "too_large"


def test_a_bundle_and_a_forged_one_are_in_the_audit_log(centre: LocalCentre, laptop: Laptop) -> None:
    device = enrolment(laptop).device
    sound = written(laptop)
    laptop.key = DeviceKey.new()
    assert refusal(centre, written(laptop)) == "bad_signature"
    centre.admin.bundle_in(sound)
    forged, taken = centre.admin.audit()[-2:]
    assert (forged.what, forged.about) == ("refused", "bad_signature")
    assert (taken.what, taken.about, detail_of(taken)["items"]) == ("bundle_taken", device, 1)
    assert centre.admin.check_audit().broken_at is None
