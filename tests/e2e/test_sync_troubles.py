"""What goes wrong in the evening, end to end: exit code, stable code, one sentence each, work untouched."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from csat_tui.home import open_home
from csat_tui.laptop import syncing
from csat_tui.laptop.opening import open_laptop
from csat_tui.trouble import Trouble
from tests.support.company import (
    PACK,
    Centre,
    Done,
    csat,
    customers,
    environment,
    recorded_line,
    serving,
    visits,
)
from tests.support.keyed_app import CTRL_S, ESC, F5, app

RECORDS = 3
FEW_SENTENCES = 400
"""Characters; more is no sentence but a dump."""


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with serving(tmp_path / "centre") as centre:
        centre.publish(customers(["王建国"]), visits(customers(["王建国"])))
        yield centre


@pytest.fixture
def home(centre: Centre, tmp_path: Path) -> Path:
    """An enrolled laptop with three records that wait to be sent."""
    home = tmp_path / "laptop"
    open_home(home, kind="practice")
    centre.enrol(home)
    lines = "\n".join(recorded_line(f"r{number}", str(80 + number)) for number in range(RECORDS))
    assert csat(home, "record", "-", stdin=lines + "\n").code == 0
    return home


class Portal(BaseHTTPRequestHandler):
    """What answers in place of the centre; ``way`` is set by the test."""

    way = "page"

    def answer(self) -> None:
        body = b"<html><h1>Welcome to Hotel Wi-Fi</h1></html>"
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response({"page": 200, "redirect": 302, "foreign": 404}[self.way])
        if self.way == "redirect":
            self.send_header("Location", "/login")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def portal(way: str) -> Iterator[str]:
    """A web server that is not the centre; its address."""
    handler = type("OnePortal", (Portal,), {"way": way})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def follow(home: Path, url: str) -> None:
    laptop = open_laptop(home)
    syncing.follow(laptop, url)
    laptop.close()


def assert_cannot_now(done: Done, code: str) -> None:
    """Exit code 3, the code, and three sentences for a person."""
    assert done.code == 3, done
    error = done.json["error"]
    assert error["code"] == code
    assert set(error) == {"code", "message", "safe", "next"}
    assert all(0 < len(error[name]) < FEW_SENTENCES for name in ("message", "safe", "next"))
    assert "Traceback" not in done.err


def assert_untouched(home: Path, centre: Centre) -> None:
    """All records are still here, and a sync with the centre proves them there, each once."""
    assert len(csat(home, "list", "--kind", "response.final", "--json").lines) == RECORDS
    follow(home, centre.url)
    done = csat(home, "sync", "--json")
    assert done.code == 0, done
    assert done.json["responses_total"] == RECORDS
    assert sorted(row["id"] for row in csat(centre.home, "list", "--json").lines) == ["r0", "r1", "r2"]


def test_nothing_answers_at_the_address(home: Path, centre: Centre) -> None:
    follow(home, "http://127.0.0.1:9")
    assert_cannot_now(csat(home, "sync", "--json"), "no_network")
    assert_untouched(home, centre)


@pytest.mark.parametrize("way", ["page", "redirect", "foreign"])
def test_something_else_answers(way: str, home: Path, centre: Centre) -> None:
    with portal(way) as url:
        follow(home, url)
        assert_cannot_now(csat(home, "sync", "--json"), "not_the_centre")
        new = home.with_name("new")
        open_home(new, kind="practice")
        assert_cannot_now(csat(new, "enrol", url, "ABCD-EFGH", "--json"), "not_the_centre")
    assert_untouched(home, centre)


def test_a_revoked_laptop_hands_in_for_review_and_keeps_all(home: Path, centre: Centre) -> None:
    [device] = csat(centre.home, "admin", "devices", "--json").lines
    assert csat(centre.home, "admin", "devices", "--revoke", device["device"], "--json").code == 0
    assert_cannot_now(csat(home, "sync", "--json"), "revoked")
    assert len(csat(home, "list", "--kind", "response.final", "--json").lines) == RECORDS
    rows = csat(centre.home, "list", "--json").lines
    assert [row["status"] for row in rows] == ["quarantined"] * RECORDS
    assert csat(centre.home, "figures", PACK, "2020", "--json").json["base"] == 0


def test_a_laptop_the_centre_no_longer_knows_is_told_to_enrol(home: Path, tmp_path: Path) -> None:
    with serving(tmp_path / "another centre") as another:
        follow(home, another.url)
        assert_cannot_now(csat(home, "sync", "--json"), "unknown_device")
        another.enrol(home)
        done = csat(home, "sync", "--json")
        assert (done.code, done.json["responses_total"]) == (0, RECORDS)
        assert len(csat(another.home, "list", "--json").lines) == RECORDS


def sync_while_the_centre_dies(home: Path, centre: Centre, pause: float) -> None:
    """The centre is killed this many seconds after the first push was reported."""
    death = threading.Timer(pause, centre.kill)
    laptop = open_laptop(home)
    try:
        syncing.sync(
            laptop, lambda step: None if death.is_alive() or death.finished.is_set() else death.start()
        )
    except Trouble as trouble:
        code = trouble.code
    else:
        code = "none"
    finally:
        laptop.close()
    death.join()
    assert code in ("no_network", "link_broken", "none")


def test_a_centre_killed_in_the_middle_has_nothing_twice_and_nothing_missing(
    home: Path, centre: Centre
) -> None:
    many = 400
    lines = "".join(recorded_line(f"m{number:03}") + "\n" for number in range(many))
    assert csat(home, "record", "-", stdin=lines).code == 0
    for pause in (0.0, 0.05):
        sync_while_the_centre_dies(home, centre, pause)
        centre.start()
    done = csat(home, "sync", "--json")
    assert done.code == 0, done
    assert done.json["responses_total"] == RECORDS + many
    ids = [row["id"] for row in csat(centre.home, "list", "--json").lines]
    assert len(ids) == len(set(ids)) == RECORDS + many


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("language", "portal_words", "alone_words"),
    [
        ("en", "that is not the centre", "The centre cannot be reached"),
        ("zh_CN", "不是服务器", "无法连接服务器"),
    ],
)
def test_the_sync_screen_says_it_in_a_sentence_and_goes_on_afterwards(
    language: str, portal_words: str, alone_words: str, home: Path, centre: Centre
) -> None:
    follow(home, "http://127.0.0.1:9")
    with app(home, language, environment(home)) as seat:
        seat.see("王建国")
        seat.keys(CTRL_S)
        seat.see(alone_words)
        seat.keys(ESC)
        seat.see("王建国")
        assert seat.quit() == 0
    with portal("page") as url:
        follow(home, url)
        with app(home, language, environment(home)) as seat:
            seat.see("王建国")
            seat.keys(CTRL_S)
            seat.see(portal_words)
            follow(home, centre.url)
            seat.keys(F5)
            seat.see("3 ", "proven" if language == "en" else "证明")
            assert seat.quit() == 0
