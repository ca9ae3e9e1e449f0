"""``kill -9`` at random moments while paper forms are keyed, and keyed again, in the real app through a terminal.

    python -m tests.faults.kill_keying --kills 100 --seed 1

What the screen shows and the database holds after each key is learnt once from the app without a terminal. In each
round the app is started, the batch opened, some keys are sent at once, and the process is killed after a random
time. Then the database must hold exactly what it held after one of those keys: never less than had been painted,
never more than had been sent. The next start must open the same field of the same form.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.place import END
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, keyed_form, shelf
from csat_tui.paper.desk import Desk
from csat_tui.paper.second_desk import SecondDesk
from schemas.language import use
from schemas.packs.resolve import library_content, read
from schemas.records.paper import PaperBatch
from tests.support import paper_desk
from tests.support.keyed_app import CTRL_Z, ENTER, F8, KeyedApp, app
from tests.support.paper_desk import P12, at_desk
from tests.support.practice_laptop import opened

FORMS = 2
FIRST = """
    enter 1 1 1 5 1 2 + 3 4 = backspace ctrl+z 1 . 2 3 5 1 1 2 交 货 慢 enter
    enter enter 2 1 - 2 3 4 5 1 2 3 enter
""".split()  # noqa: SIM905
SECOND = """
    enter 1 1 1 5 1 2 + 3 4 5 . 2 3 5 1 1 2 交 货 enter
    enter enter 2 1 - 2 3 4 5 1 2 3 enter
""".split()  # noqa: SIM905
TERMINAL = {"enter": ENTER, "backspace": "\x7f", "ctrl+z": CTRL_Z}
LONGEST_WAIT = 0.12
SHEET = slice(2, 16)
"""Rows of the screen that tell what is keyed."""

Snapshot = tuple[Any, ...]


@dataclass(frozen=True)
class Pass:
    """One way through the pile: who keys, how the screen is reached, and the keys."""

    operator: str
    desk: type[Desk]
    way: tuple[str, ...]
    keys: Sequence[str]


PASSES = (
    Pass("zhao", Desk, (F8, ENTER, ENTER), FIRST),
    Pass("qian", SecondDesk, (F8, ENTER, F8), SECOND),
)


@dataclass(frozen=True)
class Reached:
    """After a number of keys: what the database holds, and what stands on the screen."""

    held: Snapshot
    rows: tuple[str, ...]


def make(home: Path) -> None:
    """A laptop with a batch all of which is to be keyed twice."""
    paper_desk.make(home)
    with opened(home) as laptop:
        paper_desk.issued(laptop, read(library_content(P12)), FORMS)
        batch = paper_desk.batch_of(laptop, P12, FORMS)
        batches._set(laptop, batch, {"verify_percent": "100"})


def the_batch(laptop: Laptop) -> PaperBatch:
    (batch,) = shelf.batches(laptop.store)
    return batch


def held(laptop: Laptop) -> Snapshot:
    """What the database holds of the pile: forms and second keyings that are stored, and the form on the desk."""
    batch = the_batch(laptop)
    forms = shelf.forms_of(laptop.store, batch.id)
    stored = [form.serial for form in forms if form.keyed]
    answers = [keyed_form.first_answers(laptop, form.keyed["response"]) for form in forms if form.keyed]
    twice = sorted((one.form, str(one.answers)) for one in shelf.keyings_of(laptop.store, batch.id))
    drafts = laptop.drafts.open_drafts()
    assert len(drafts) <= 1
    if not drafts:
        return (stored, answers, twice, None)
    begun = keyed_form.resume(laptop, drafts[0].id)
    form = begun.interview
    assert isinstance(form, PaperForm)
    paper = begun.header.paper or {}
    desk = (paper["serial"], paper.get("form_date"), form.place, form.typed, dict(form.state.answers))
    return (stored, answers, twice, desk)


def learn(folder: Path) -> list[list[Reached]]:
    """Both passes without a terminal: what there is after 0, 1, 2 … keys."""
    make(folder / "learn")
    with opened(folder / "learn") as laptop:
        return [asyncio.run(_learn(laptop, one, folder / "log")) for one in PASSES]


async def _learn(laptop: Laptop, one: Pass, log: Path) -> list[Reached]:
    async with at_desk(laptop, the_batch(laptop), log, operator=one.operator, desk=one.desk) as seat:
        reached = [Reached(held(laptop), _sheet(seat.rows))]
        for key in one.keys:
            await seat.keys(key)
            reached.append(Reached(held(laptop), _sheet(seat.rows)))
        return reached


def _sheet(rows: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.rstrip() for row in rows[SHEET])


class Run:
    """Both passes on one laptop, killed again and again."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.home = folder / "laptop"
        self.chance = random.Random(seed)
        self.reference = learn(folder)
        make(self.home)
        self.kills = 0

    def go(self, kills: int) -> None:
        """Half of the kills in each pass."""
        for one, reached in zip(PASSES, self.reference, strict=True):
            at = 0
            while at < len(one.keys):
                steps = len(one.keys) - at
                most = max(1, 2 * len(one.keys) * len(PASSES) // kills)
                at = self.round(one, reached, at, self.chance.randint(1, min(most, steps)))

    def round(self, one: Pass, reached: Sequence[Reached], at: int, keys: int) -> int:
        """Start where it was left, send keys, kill, and look; where it stands then."""
        with app(self.home, "en", {"CSAT_OPERATOR": one.operator}) as seat:
            self.enter(seat, one, reached[at])
            seat.keys(*(TERMINAL.get(word, word) for word in one.keys[at : at + keys]))
            time.sleep(self.chance.uniform(0, LONGEST_WAIT))
            seat.kill()
            self.kills += 1
            with suppress(EOFError):
                seat.read_to_end()
            rows = _sheet(seat.rows)
        painted = next((n for n in range(at + keys, at - 1, -1) if reached[n].rows == rows), at)
        least = next(n for n in range(at, painted + 1) if reached[n].rows == reached[painted].rows)
        with opened(self.home) as laptop:
            now = held(laptop)
            assert laptop.store.faults() == []
        if now[3] is not None and now[3][2].question == END:
            return self.stored(one, reached, len(now[0]) + len(now[2]))
        fitting = [n for n in range(least, at + keys + 1) if reached[n].held == now]
        assert fitting, f"{least} to {at + keys} keys were pressed, and the database holds {now}"
        return fitting[-1]

    def stored(self, one: Pass, reached: Sequence[Reached], before: int) -> int:
        """Killed between the last field of a form and its storing: the form is whole, Enter stores it."""
        following = next(n for n, one in enumerate(reached) if len(one.held[0]) + len(one.held[2]) > before)
        with app(self.home, "en", {"CSAT_OPERATOR": one.operator}) as seat:
            self.reach(seat, one)
            seat.see("Enter stores the form")
            seat.keys(ENTER)
            seat.see(*(row for row in reached[following].rows if row))
        return following

    def enter(self, seat: KeyedApp, one: Pass, reached: Reached) -> None:
        """Open the batch: the form must be where it was."""
        self.reach(seat, one)
        seat.see(*(row for row in reached.rows if row))

    def reach(self, seat: KeyedApp, one: Pass) -> None:
        """From Today to the form."""
        seat.see("to send")
        for key, sign in zip(one.way, ("batches 1", "second keying 100%", "P12"), strict=True):
            seat.keys(key)
            seat.see(sign)


def run(folder: Path, kills: int, seed: int) -> int:
    """Both passes to their end with about so many kills; how many there were."""
    use("en")
    work = Run(folder, seed)
    work.go(kills)
    return work.kills


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as folder:
        kills = run(Path(folder), options.kills, options.seed)
    print(
        f"{kills} kills in two passes over {FORMS} forms: every field came back, nothing twice, nothing half"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
