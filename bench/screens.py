"""How long each screen takes to open, as a multiple of a bare Textual screen of 20 widgets.

python bench/screens.py [--runs 9]

Processor time from the push of a screen to the moment when it is painted and idle, headless at 80 by 24, data from
memory. Bare screen and screens of csat take turns in one process, so that a busy machine hits all alike. Budget: the
median of each screen <= 2 x the bare one. Exit 1 when a screen exceeds it.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Label

from csat_tui.app import CsatApp
from csat_tui.interview.interview import Interview
from csat_tui.interview.pages import Form
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.customer import CustomerScreen
from csat_tui.screens.customer_form import temporary_form
from csat_tui.screens.find import FindScreen
from csat_tui.screens.help import HelpScreen
from csat_tui.screens.imports import ImportsScreen
from csat_tui.screens.interview import InterviewScreen, Session
from csat_tui.screens.month import MonthScreen
from csat_tui.screens.notice import NoticeScreen
from csat_tui.screens.pack_choice import PackChoiceScreen
from csat_tui.screens.palette import PaletteScreen
from csat_tui.screens.plan import PlanScreen
from csat_tui.screens.quiz import QuizScreen
from csat_tui.screens.record import RecordScreen
from csat_tui.screens.records import RecordsScreen
from csat_tui.screens.result import ResultScreen
from csat_tui.screens.self_test import SelfTestScreen
from csat_tui.screens.settings import SettingsScreen
from csat_tui.screens.visit import VisitScreen
from schemas.language import use
from tests.support.forms import MemoryJournal, p01
from tests.support.laptop import NOW, ROWS
from tests.support.screens import settle
from tests.support.visits import FORM, VisitingLaptop

BUDGET = 2.0
WIDGETS = 20


class Bare(Screen[None]):
    """What any Textual program would pay."""

    def compose(self) -> ComposeResult:
        for number in range(WIDGETS):
            yield Label(f"Label {number}")


def _interview() -> InterviewScreen:
    interview = Interview(Form(p01(), "onsite"), MemoryJournal())
    return InterviewScreen(Session(interview, "王建国", lambda _finished: 1))


def screens(app: CsatApp) -> dict[str, Callable[[], Screen[Any]]]:
    """Name -> a new screen of the kind."""
    below = app.screen
    assert isinstance(below, CsatScreen)
    return {
        "bare": Bare,
        "records": lambda: RecordsScreen(None),
        "record": lambda: RecordScreen("r1"),
        "month": lambda: MonthScreen(f"{NOW:%Y-%m}"),
        "interview": _interview,
        "find": FindScreen,
        "customer": lambda: CustomerScreen("c1"),
        "result": lambda: ResultScreen(ROWS[0]),
        "imports": ImportsScreen,
        "help": lambda: HelpScreen(below),
        "palette": lambda: PaletteScreen(below),
        "settings": SettingsScreen,
        "self_test": SelfTestScreen,
        "visit": lambda: VisitScreen(FORM),
        "plan": lambda: PlanScreen(2026),
        "customer form": lambda: temporary_form("王"),
        "questionnaires": PackChoiceScreen,
        "quiz": lambda: QuizScreen("dlr-cs-sales"),
        "notice": lambda: NoticeScreen(lambda: None),
    }


async def opened(pilot: Pilot[str], screen: Screen[Any]) -> float:
    """Milliseconds of processor time until the screen stands; it is taken away again."""
    began = time.process_time()
    await pilot.app.push_screen(screen)
    await settle(pilot)
    taken = time.process_time() - began
    pilot.app.pop_screen()
    await settle(pilot)
    return 1000 * taken


async def measured(runs: int, folder: Path) -> dict[str, float]:
    """The median of each kind; the first round warms up."""
    app = CsatApp(lambda _passphrase: VisitingLaptop(), log=folder / "log", now=lambda: NOW)
    taken: dict[str, list[float]] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _round in range(runs + 1):
            for name, build in screens(app).items():
                taken.setdefault(name, []).append(await opened(pilot, build()))
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    use("zh_CN")
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(options.runs, Path(folder)))
    for name, taken in found.items():
        print(f"{name:<10}{taken:7.1f} ms   {taken / found['bare']:5.2f} x bare   budget {BUDGET:.1f}")
    return int(any(taken > BUDGET * found["bare"] for taken in found.values()))


if __name__ == "__main__":
    sys.exit(main())
