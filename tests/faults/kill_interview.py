"""``kill -9`` at random moments of scripted interviews in the real app, keyed through a pseudo-terminal.

    python -m tests.faults.kill_interview --kills 200 --seed 1

An interview is the keys of ``SCRIPT``. What the form must be after each key is known from the engine with a
journal in memory. In each round the app is started, the form opened, some keys are sent at once, and the
process is killed after a random time. Then the database must hold the form as it was after one of those keys:
never less than what had been painted, never more than what had been sent, never half a step. The next start
must open it at exactly that place. A finished form is one record in response, log and roll-up, and no draft.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import select

from csat_tui.interview.filing import Header
from csat_tui.interview.interview import Interview
from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Step
from csat_tui.laptop.opening import Laptop
from csat_tui.store import month
from csat_tui.store.tables import LogRow, ResponseRow
from schemas.figures.rollup import pooled
from tests.support import practice_laptop
from tests.support.forms import MemoryJournal, begun, keys, p01
from tests.support.keyed_app import CTRL_Z, DOWN, ENTER, F4, F9, UP, KeyedApp, app

SCRIPT = """
    1 9 0 Enter 8 8 Enter 8 5 F4 讲 得 细 Enter Enter 5 9 Enter 1 Up Up 9 5 Enter Down 7 Backspace 9 1 Enter
    Ctrl+Z 9 0 Enter = 1 3 = 8 5 Enter * 9 2 Enter / 6 Up Ctrl+Z / / 2 4 Enter 等 得 久 Enter Enter
""".split()  # noqa: SIM905
TERMINAL = {
    "Enter": ENTER, "Up": UP, "Down": DOWN, "F4": F4, "F9": F9, "Ctrl+Z": CTRL_Z, "Backspace": "\x7f"
}  # fmt: skip
STEPS = [*SCRIPT, "F9", "Enter"]
FINAL = len(STEPS)
MOST_KEYS = 9
LONGEST_WAIT = 0.15

Snapshot = tuple[Any, ...]


@dataclass(frozen=True)
class Reached:
    """The form after a number of keys: what the database must hold, and what stands on the screen."""

    held: Snapshot
    signs: tuple[str, ...]


@cache
def reference() -> Sequence[Reached]:
    """The form after 0, 1, 2 … keys."""
    interview = begun(agreed=False)
    reached = [_reached(interview)]
    for word in SCRIPT:
        keys(interview, word)
        reached.append(_reached(interview))
    asking = Reached(reached[-1].held, ("Enter submits it for good",))
    return [*reached, asking, Reached(("final",), ("Saved. ",))]


def _reached(interview: Interview) -> Reached:
    return Reached(_held(interview), _signs(interview))


def _held(interview: Interview) -> Snapshot:
    state = interview.state
    answers = {code: answer.wire() for code, answer in state.answers.items()}
    return (state.place, interview.typed, answers, dict(state.remarks), dict(state.ticks), len(state.done))


def _signs(interview: Interview) -> tuple[str, ...]:
    form, place = interview.form, interview.place
    if place.question == END:
        return ("Read back to the customer",)
    notice = form.notice is not None and place.question == form.notice.code
    number = form.order.index(form.question(place.question)) + 1 if not notice else 0
    head = f"Question {number} /" if number else "Notice and consent"
    ticked = place.step in (Step.REASON, Step.TICKS)
    fields = {Step.LEVEL: "Extremely satisfied", Step.REASON: "In a hurry", Step.REMARK: "Words >"}
    field = fields.get(place.step, ">")
    boxes = [f"[x] {mark}" for mark in interview.typed.split(",") if mark]
    return (head, field, *(boxes if ticked else [f"> {interview.typed}_"]))


def found(laptop: Laptop) -> Snapshot | None:
    """The form in the database; None when none was begun."""
    drafts = laptop.drafts.open_drafts()
    assert len(drafts) <= 1
    if not drafts:
        return None
    id = drafts[0].id
    header = Header.read(laptop.drafts.header(id))
    form = Form(p01(), header.channel, facts=header.facts)
    pending = laptop.drafts.pending_text(id)
    return _held(Interview(form, MemoryJournal(), laptop.drafts.events(id), pending))


class Run:
    """Interview after interview on one laptop, killed again and again."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home = home
        self.chance = random.Random(seed)
        self.at = 0
        self.finished = 0
        practice_laptop.make(home)

    def round(self) -> None:
        """Start, go on where it was, kill, and look."""
        with app(self.home, "en") as seat:
            if self.chance.random() < 0.1:  # the start is a moment like any other
                time.sleep(self.chance.uniform(0, 1.5))
                seat.kill()
                self.look(self.at, self.at)
                return
            self.enter(seat)
            sent = min(FINAL, self.at + self.chance.randint(1, MOST_KEYS))
            seat.keys(*(TERMINAL.get(word, word) for word in STEPS[self.at : sent]))
            time.sleep(self.chance.uniform(0, LONGEST_WAIT))
            seat.kill()
            self.look(self.painted(seat, sent), sent)

    def finish(self) -> None:
        """Go on to the end without being killed."""
        with app(self.home, "en") as seat:
            self.enter(seat)
            for word in STEPS[self.at :]:
                seat.keys(TERMINAL.get(word, word))
                self.at += 1
                seat.see(*reference()[self.at].signs)
            seat.quit()
        self.look(FINAL, FINAL)

    def enter(self, seat: KeyedApp) -> None:
        """Open the only line of Today: the form must be where it was."""
        seat.see("Today 1", "> ", "王建国")
        seat.keys(ENTER)
        seat.see(*reference()[self.at].signs)

    def painted(self, seat: KeyedApp, sent: int) -> int:
        """The least number of keys that the last screen allows."""
        with suppress(EOFError):
            seat.read_to_end()
        screen = "\n".join(seat.rows)
        fitting = (
            n for n in range(self.at, sent + 1) if all(sign in screen for sign in reference()[n].signs)
        )
        return next(fitting, self.at)

    def look(self, least: int, most: int) -> None:
        """The database holds the form after ``least`` to ``most`` keys; go on from there."""
        with practice_laptop.opened(self.home) as laptop:
            ended = self._records(laptop)
            held = found(laptop)
            if ended > self.finished:
                assert (ended, held) == (self.finished + 1, None), "final and draft at once"
                assert most == FINAL
                self.finished, self.at = ended, 0
                practice_laptop.publish(laptop, ended + 1)
                return
        if held is None:
            assert least == 0, f"the form is gone; {least} keys had been painted"
            return
        allowed = [n for n in range(least, min(most, FINAL - 1) + 1) if reference()[n].held == held]
        assert allowed, f"after {least} to {most} keys the database holds {held}"
        self.at = allowed[0]

    def _records(self, laptop: Laptop) -> int:
        """How many forms are final: as many responses as entries and as the roll-up counts, each whole."""
        with laptop.store.read() as session:
            responses = session.exec(select(ResponseRow)).all()
            bodies = [json.loads(row.body) for row in session.exec(select(LogRow)).all()]
        cells = month.cells(laptop.store, "dlr-cs-sales", "0001-01-01", "9999-12-31")
        counted = pooled(cell for key, cell in cells.items() if key.item == "").records
        assert len(responses) == len(bodies) == counted == laptop.log.head().n
        whole = reference()[len(SCRIPT)].held
        for body in bodies:
            checks = {code: tuple(a.pop("checks")) for code, a in body["answers"].items() if "checks" in a}
            assert (body["answers"], body["remarks"], checks) == (whole[2], whole[3], whole[4])
        assert laptop.store.faults() == []
        return len(responses)


def run(folder: Path, kills: int, seed: int, tell: bool = False) -> int:
    """Kill so often, then finish the last interview; how many interviews became final."""
    work = Run(folder / "laptop", seed)
    for number in range(kills):
        work.round()
        if tell:
            print(f"\r{number + 1}/{kills} kills, {work.finished} interviews final", end="", flush=True)
    work.finish()
    return work.finished


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        finished = run(Path(folder), options.kills, options.seed, tell=True)
    print(f"\n{options.kills} kills, {finished} interviews final, nothing lost, nothing twice, nothing half;"
          f" {time.monotonic() - began:.0f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
