"""Two clerks, one pile, one centre: counts balance everywhere and nothing is dropped silently."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random

import pytest

from csat_tui.home import open_home
from csat_tui.laptop import proposals_page
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, shelf
from csat_tui.paper.lines import key_line
from schemas.packs.resolve import library_content, read
from schemas.paper.serial import Serial
from schemas.records.paper import PaperBatch
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.practice_laptop import opened
from tests.support.sync_centre import LocalCentre

PACK = "op-qpm-written"
ANSWERS = {f"U{number}": 90 for number in range(1, 14)}


class Desk:
    """A clerk's laptop at a centre."""

    def __init__(self, laptop: Laptop, centre: LocalCentre, user: str) -> None:
        self.laptop, self.centre, self.key = laptop, centre, DeviceKey.new()
        code = centre.admin.code(user)
        enrol("http://c", code, laptop.log, laptop.replica, centre, self.key, centre.clock)

    def sync(self) -> None:
        log, replica = self.laptop.log, self.laptop.replica
        assert run_sync(log, replica, self.centre, self.key, self.centre.clock, random=Random(1)).proven

    def keys(self, batch: PaperBatch, number: int, id: str) -> None:
        key_line(self.laptop, batch, {"id": id, "serial": serial(number), "answers": ANSWERS})


def serial(number: int) -> str:
    return str(Serial("26Q4", number))


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    made = LocalCentre(tmp_path / "centre.db")
    yield made
    made.close()


@pytest.fixture
def desks(centre: LocalCentre, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    centre.admin.approve(PACK)
    with ExitStack() as stack:
        made = []
        for user in ("li", "wu"):
            open_home(tmp_path / user, kind="practice")
            desk = Desk(stack.enter_context(opened(tmp_path / user)), centre, user)
            desk.sync()
            made.append(desk)
        yield made[0], made[1]


@pytest.fixture
def pile(desks: tuple[Desk, Desk]) -> PaperBatch:
    arrival = batches.Arrival("mail", date(2026, 11, 19), 3, sender="苏州分公司")
    return batches.open_batch(desks[0].laptop, read(library_content(PACK)), arrival)


def test_a_pile_keyed_on_two_laptops_balances_on_both(desks: tuple[Desk, Desk], pile: PaperBatch) -> None:
    li, wu = desks
    li.keys(pile, 1, "r1")
    for desk in (li, wu):
        desk.sync()
    wu.keys(pile, 2, "r2")
    batches.sort_out(wu.laptop, pile, Serial("26Q4", 3), "blank")
    for desk in (wu, li):
        desk.sync()
    for desk in desks:
        found = batches.balance_of(desk.laptop, pile)
        assert found.holds
        assert (found.fates["keyed"], found.fates["blank"]) == (2, 1)


def test_a_form_keyed_on_both_waits_to_be_decided_with_both_shown(
    desks: tuple[Desk, Desk], pile: PaperBatch
) -> None:
    li, wu = desks
    for desk in (li, wu):
        desk.sync()
    li.keys(pile, 1, "r1")
    wu.keys(pile, 1, "r2")
    for desk in (li, wu, li):
        desk.sync()
    for desk in desks:
        form = shelf.form(desk.laptop.store, serial(1))
        assert form is not None
        assert (form.keyed or {})["response"] == "r1"
        (waiting,) = proposals_page.waiting(desk.laptop)
        assert (waiting.entity, waiting.field, waiting.about) == ("paper_form", "keyed", serial(1))
        assert (waiting.kept.split()[0], waiting.proposed.split()[0]) == ("li", "wu")


def test_the_decision_reaches_both(desks: tuple[Desk, Desk], pile: PaperBatch) -> None:
    li, wu = desks
    for desk in (li, wu):
        desk.sync()
    li.keys(pile, 1, "r1")
    wu.keys(pile, 1, "r2")
    for desk in (li, wu, li):
        desk.sync()
    (waiting,) = proposals_page.waiting(li.laptop)
    proposals_page.decide(li.laptop, waiting.id, accept=True)
    for desk in (li, wu):
        desk.sync()
        form = shelf.form(desk.laptop.store, serial(1))
        assert form is not None
        assert (form.keyed or {})["response"] == "r2"
        assert not proposals_page.waiting(desk.laptop)
