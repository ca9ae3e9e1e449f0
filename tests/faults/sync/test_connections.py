"""What a broken or strange connection is called, so that the user is told the right thing."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.client.http import HttpTransport
from sync.client.ports import TransportError
from tests.support.certificates import certificate

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Talk = Callable[[socket.socket], None]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@contextmanager
def answering(talk: Talk, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server for one connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listener.accept()
        try:
            with context.wrap_socket(line, server_side=True) if context else line as open_line:
                open_line.recv(65536)
                talk(open_line)
        except OSError:
            line.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    thread.join()
    listener.close()


def code_of(url: str, ca: str | None = None, stall: float = 5.0) -> str:
    line = HttpTransport(url, ca, stall=stall)
    try:
        return str(line.send("GET", "/", {}, None).status)
    except TransportError as error:
        return error.code
    finally:
        line.close()


def yesterday() -> datetime:
    return datetime.now(UTC) - timedelta(days=1)


def test_nothing_that_listens_is_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert code_of(f"http://127.0.0.1:{port}") == "no_network"


def test_a_name_that_does_not_exist_is_no_network() -> None:
    assert code_of("http://centre.invalid") == "no_network"


def test_an_address_that_is_none_is_no_network() -> None:
    assert code_of("centre") == "no_network"


def test_a_connection_that_ends_in_the_middle_is_cut() -> None:
    with answering(lambda line: line.sendall(OK[:-1])) as port:
        assert code_of(f"http://127.0.0.1:{port}") == "cut"


def test_silence_is_a_stall() -> None:
    done = threading.Event()
    with answering(lambda line: bool(done.wait(10))) as port:  # type: ignore[arg-type,return-value]
        assert code_of(f"http://127.0.0.1:{port}", stall=0.2) == "stalled"
        done.set()


def test_a_redirect_is_not_followed() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://centre.invalid/\r\nContent-Length: 0\r\n\r\n"
    with answering(lambda line: line.sendall(answer)) as port:
        assert code_of(f"http://127.0.0.1:{port}") == "302"


def test_the_organisations_own_root_is_trusted_when_it_was_given(tmp_path: Path) -> None:
    ca, context = certificate(tmp_path, yesterday())
    with answering(lambda line: line.sendall(OK), context) as port:
        assert code_of(f"https://127.0.0.1:{port}", ca) == "200"


def test_a_root_that_is_not_known_is_untrusted(tmp_path: Path) -> None:
    _, context = certificate(tmp_path, yesterday())
    with answering(lambda line: line.sendall(OK), context) as port:
        assert code_of(f"https://127.0.0.1:{port}") == "untrusted"


@pytest.mark.parametrize("days", [-30, 30])
def test_a_certificate_of_another_time_is_about_the_clock(tmp_path: Path, days: int) -> None:
    ca, context = certificate(tmp_path, datetime.now(UTC) + timedelta(days=days))
    with answering(lambda line: line.sendall(OK), context) as port:
        assert code_of(f"https://127.0.0.1:{port}", ca) == "clock"
