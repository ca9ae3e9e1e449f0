"""Hostile text in every field that somebody fills, through centre, sync, pull and screens of two laptops.

Shown it may be; nothing of it may run, crash the app, or reach the terminal as what it pretends to be.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from csat_tui.home import open_home
from schemas.packs.resolve import library_content
from tests.support.company import PACK, Centre, csat, customers, environment, recorded_line, visits
from tests.support.keyed_app import CTRL_P, CTRL_S, DOWN, ENTER, ESC, F1, F2, F4, F5, F9, KeyedApp, app

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

MARKUP = "[/]王[@click=app.quit]x[/][b"
EVIL = MARKUP + "\x1b[5;31;47m\x1b]52;c;ZXZpbA==\x07\x1b]0;owned\x07\x9b5n\u202e\u200f\u2066=1+1\x00"
LONG = EVIL + "长" * 10_000
FORBIDDEN = ["\x1b[5;31", "\x1b]52", "\x1b]0;", "\x9b", "\u202e", "\u200f", "\u2066", "\x00"]
SHOWN = "[/]王[@click"


def spoiled(content: Any) -> Any:
    """The content of a pack with hostile text behind every wording."""
    if isinstance(content, Mapping):
        return {
            key: value + EVIL if key in ("zh", "en") and isinstance(value, str) else spoiled(value)
            for key, value in content.items()
        }
    return [spoiled(value) for value in content] if isinstance(content, list) else content


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A centre whose name, pack, customers and tasks are all hostile."""
    centre = Centre(tmp_path / "centre", organisation=EVIL)
    try:
        with centre.administration() as administration:
            administration.approve_content(spoiled(library_content(PACK)), by=EVIL)
            people = [
                {
                    "id": "c1",
                    "number": EVIL[:40],
                    "name": EVIL,
                    "plate": EVIL,
                    "phone": EVIL,
                    "consultant": EVIL,
                },
                {"id": "c2", "number": "K2", "name": LONG, "company": LONG},
            ]
            administration.publish("customer", people)
            tasks = [task.model_dump(exclude_none=True) for task in visits(customers(["a", "b"]))]
            administration.publish("task", [{**task, "purpose": EVIL} for task in tasks])
        yield centre
    finally:
        centre.stop()


def laptop(centre: Centre, home: Path) -> Path:
    open_home(home, kind="practice")
    centre.enrol(home)
    return home


def record_hostile_lines(home: Path) -> None:
    """Remark, open answer and a person not on file; what cannot be taken is refused in words."""
    line = json.loads(recorded_line("r1"))
    spoken = {**line, "remark": EVIL, "answers": {**line["answers"], "B9": EVIL}}
    stranger = {**line, "id": "r2", "temp": {"name": LONG, "phone": EVIL}}
    del stranger["customer"]
    refused = {**line, "id": EVIL, "channel": EVIL, "customer": EVIL, EVIL: EVIL}
    for content, code in ((spoken, 0), (stranger, 0), (refused, 1)):
        done = csat(home, "record", "-", stdin=json.dumps(content) + "\n")
        assert done.code == code, done
        assert "Traceback" not in done.err


def visit_every_screen(seat: KeyedApp) -> None:
    """Each screen is waited for by something only it shows, and shows the markup as text."""
    seat.see("Today 2", SHOWN)
    seat.keys(ENTER)
    seat.see("Notice and consent", SHOWN)
    seat.keys("1")
    seat.see("Question 1 /", SHOWN)
    seat.keys(F4, f"\x1b[200~{MARKUP}\x9b5n\u202e\x00{'长' * 10_000}\x1b[201~")
    seat.see("No more fits here")
    seat.keys(f"\x1b[200~{MARKUP}\x9b5n\u202e\x00\x1b[201~")
    seat.see("Words > [/]王")
    seat.keys(ENTER, F2)
    seat.see("All questions", SHOWN)
    seat.keys(ESC)
    seat.see("Question 1 /")
    seat.keys(F9)
    seat.see("Class", "to review")
    seat.keys(F5)
    seat.see("Read back to the customer", SHOWN)
    seat.keys(ENTER)
    seat.see("Class", "to review")
    seat.keys(F9)
    submits = "Enter submits it for good"
    if seat.see_one("Esc keeps the draft", submits) != submits:  # this customer was asked before: why again?
        seat.keys("again", ENTER)
        seat.see("Class", "to review")
        seat.keys(F9)
        seat.see(submits)
    seat.keys(ENTER)
    seat.see("Today 1", "Saved.")
    seat.keys(F4)
    seat.see("Finished questionnaires", "to review", SHOWN)
    seat.keys(ENTER)
    seat.see("dlr-cs-sales@1.0.0", SHOWN)
    seat.keys(ESC)
    seat.see("Finished questionnaires")
    seat.keys(ESC)
    seat.see("Today 1")
    seat.keys(F2)
    seat.see("own records", SHOWN)
    seat.keys(F1)
    seat.see("Esc Back  Ctrl+Q Quit")
    seat.keys(ESC)
    seat.see("own records")
    seat.keys(ESC)
    seat.see("Today 1")
    seat.keys(CTRL_P)
    seat.see("What it does")
    seat.keys(ESC)
    seat.see("Today 1")
    seat.keys(CTRL_S)
    seat.see("questionnaires are on the server, proven", SHOWN)
    seat.keys(ESC, DOWN)
    seat.see("Today 1")


def reached_the_terminal(written: bytes) -> list[str]:
    return [repr(text) for text in FORBIDDEN if text.encode() in written]


def test_hostile_text_is_shown_and_does_nothing(centre: Centre, tmp_path: Path) -> None:
    first = laptop(centre, tmp_path / "first")
    record_hostile_lines(first)
    second = laptop(centre, tmp_path / "second")
    for home in (first, second):
        with app(home, "en", environment(home)) as seat:
            visit_every_screen(seat)
            assert seat.quit() == 0
            assert reached_the_terminal(seat.written) == []
    assert len(csat(centre.home, "list", "--json").lines) == 4


def test_hostile_text_does_nothing_on_the_command_line(centre: Centre, tmp_path: Path) -> None:
    home = laptop(centre, tmp_path / "first")
    record_hostile_lines(home)
    assert csat(home, "sync").code == 0
    for end in (home, centre.home):
        for words in (["list"], ["show", "r1"], ["show", "r2"], ["figures", PACK, "2020"]):
            for form in ([], ["--json"]):
                done = csat(end, *words, *form)
                assert done.code == 0, done
                assert reached_the_terminal((done.out + done.err).encode()) == []
