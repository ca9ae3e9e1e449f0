"""Connections that say nothing, half a thing, or no HTTP: answered in our form, and closed."""

import json
import socket
import time
from collections.abc import Iterator

import pytest

from sync.centre.connection import Connection
from sync.centre.faults import Refused
from sync.centre.gate import PLACES_EACH, Gate
from sync.protocol.wire import MEDIA_TYPE
from tests.support.sync_centre import LocalCentre
from tests.support.sync_http import OnLoopback, chunk

AT_MOST = 20.0
"""Seconds until a test gives up; the centre answers within five."""


@pytest.fixture
def server(centre: LocalCentre, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnLoopback]:
    monkeypatch.setattr(Connection, "head_seconds", 0.3)
    with OnLoopback(centre, Connection) as server:
        yield server


def answer_to(server: OnLoopback, *pieces: bytes, pause: float = 0.0) -> tuple[int, str]:
    """What comes back until the connection ends: status and code."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=AT_MOST) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass
        answer = b""
        while b"}" not in answer or not answer.rstrip().endswith(b"}"):
            piece = line.recv(65536)
            if not piece:
                break
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert MEDIA_TYPE.encode() in head
    return int(head.split()[1]), str(json.loads(body)["error"]["code"])


def test_who_says_nothing_is_let_go(server: OnLoopback) -> None:
    assert answer_to(server) == (408, "stalled")


def test_who_sends_half_a_head_is_let_go(server: OnLoopback) -> None:
    assert answer_to(server, b"GET /sync/v1/hello HTTP/1.1\r\nHost: c\r\n") == (408, "stalled")


def test_who_drips_a_head_without_end_is_let_go(server: OnLoopback) -> None:
    drops = [b"GET / HTTP/1.1\r\n", *(b"X-%d: y\r\n" % n for n in range(20))]
    assert answer_to(server, *drops, pause=0.05) == (408, "stalled")


def test_a_second_request_on_a_connection_has_to_come_as_soon(server: OnLoopback) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=AT_MOST) as line:
        line.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: c\r\n\r\n")
        seen = line.recv(65536)
        line.sendall(b"GET /openapi")
        while b"408" not in seen:
            piece = line.recv(1_000_000)
            assert piece
            seen += piece
    assert seen.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "words",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # a TLS greeting to a plain address
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"GET / HTTP/x\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: c\r\n\r\n",
        b"POST /sync/v1/push HTTP/1.1\r\nHost: c\r\nContent-Length: -1\r\n\r\n",
        b"POST /sync/v1/push HTTP/1.1\r\nHost: c\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_in_our_form(server: OnLoopback, words: bytes) -> None:
    assert answer_to(server, words, b"\r\n\r\n")[0] in (400, 408)


def test_a_head_of_a_megabyte_is_refused_and_the_refusal_can_be_read(server: OnLoopback) -> None:
    head = b"GET / HTTP/1.1\r\nHost: c\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n"
    assert answer_to(server, head) == (400, "bad_request")


def test_a_chunk_that_is_none_does_not_break_the_refusal(server: OnLoopback) -> None:
    head = b"POST /sync/v1/push HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n"
    refusals = (
        (401, "unauthorised"),
        (400, "bad_request"),
    )  # whichever fault is seen first, as the pieces come
    assert answer_to(server, head, chunk(b"abc"), b"not a chunk\r\n" * 100) in refusals


def test_one_device_cannot_take_every_place() -> None:
    gate = Gate(places=100)
    held = [gate.place("greedy") for _ in range(PLACES_EACH)]
    for place in held:
        place.__enter__()
    with pytest.raises(Refused, match="too_often"), gate.place("greedy"):
        pass
    with gate.place("other"):
        pass
    for place in held:
        place.__exit__(None, None, None)
    with gate.place("greedy"):
        pass


def test_all_requests_together_hold_only_so_much() -> None:
    gate = Gate()
    with gate.place("a") as first, gate.place("b") as second:
        first.hold(200 * 1024 * 1024)
        with pytest.raises(Refused, match="busy") as refused:
            second.hold(100 * 1024 * 1024)
    assert refused.value.retry_after
    assert gate.held == 0
