"""An interview in the whole app: Today is on screen, Enter has opened it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot

from csat_tui.app import CsatApp
from csat_tui.interview.interview import Interview
from csat_tui.interview.pages import Form
from csat_tui.interview.summary import Finished
from csat_tui.screens.interview import InterviewScreen, Session
from tests.support.forms import HandClock, MemoryJournal, p01
from tests.support.laptop import NOW, FakeLaptop
from tests.support.screens import painted, settle

WORDS = {
    "公司": "华星汽车", "部门": "客服部", "姓名": "李敏", "日期": "11月20日", "服务事项": "交车"
}  # fmt: skip
CUSTOMER = "王建国 京A·12345"


@dataclass
class Held:
    """The interview on screen, the app around it, and what was made final."""

    app: CsatApp
    interview: Interview
    journal: MemoryJournal
    pilot: Pilot[str]
    finished: list[Finished] = field(default_factory=list)

    @property
    def rows(self) -> list[str]:
        return painted(self.app)

    async def keys(self, line: str) -> None:
        """Keys by Textual's names (``enter``, ``f4``, ``ctrl+g``); any other word is typed, without waiting
        for the screen in between, as a terminal hands it over."""
        for word in line.split():
            for event in [Key(word, None)] if _is_name(word) else [_typed(c) for c in word]:
                self.app.post_message(event)
        await settle(self.pilot)

    async def paste(self, text: str) -> None:
        """What a terminal hands over as one paste."""
        self.app.post_message(Paste(text))
        await settle(self.pilot)


def _is_name(word: str) -> bool:
    return word in ("enter", "up", "down", "escape", "backspace", "pagedown") or word.startswith(
        ("f", "ctrl+")
    )


def _typed(character: str) -> Key:
    return Key(_character_to_key(character), character)


@asynccontextmanager
async def held(
    log: Path,
    channel: str = "onsite",
    customer: str = CUSTOMER,
    journal: MemoryJournal | None = None,
    finalise: Exception | int = 13,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Held]:
    """The app with an interview open. ``finalise``: how many are to be sent afterwards, or what goes wrong."""
    kept = journal or MemoryJournal()
    past, half_typed = list(kept.events), kept.half_typed
    interview = Interview(Form(p01(), channel, words=WORDS), kept, past, half_typed, HandClock())
    finished: list[Finished] = []

    def final(done: Finished) -> int:
        if isinstance(finalise, Exception):
            raise finalise
        finished.append(done)
        return finalise

    laptop = FakeLaptop(screen=lambda: InterviewScreen(Session(interview, customer, final)))
    app = CsatApp(lambda _passphrase: laptop, log=log, now=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        yield Held(app, interview, kept, pilot, finished)
