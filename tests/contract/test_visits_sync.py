"""Visits and plans of two laptops and a centre: what one records the other reads, and what was agreed comes back."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from csat_tui.home import open_home
from csat_tui.laptop import task_list
from csat_tui.laptop.customer_changes import add_temporary
from csat_tui.laptop.opening import Laptop
from csat_tui.visiting import recording, shelf
from sync.centre.visits import visits
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.practice_laptop import opened
from tests.support.sync_centre import LocalCentre


class Seller:
    """A salesperson's laptop at a centre."""

    def __init__(self, laptop: Laptop, centre: LocalCentre, user: str) -> None:
        self.laptop, self.centre, self.key = laptop, centre, DeviceKey.new()
        enrol("http://c", centre.admin.code(user), laptop.log, laptop.replica, centre, self.key, centre.clock)

    def sync(self) -> None:
        log, replica = self.laptop.log, self.laptop.replica
        assert run_sync(log, replica, self.centre, self.key, self.centre.clock, random=Random(1)).proven

    def due(self) -> dict[str, str]:
        rows = task_list.rows(self.laptop, None, None)
        return {str(row["purpose"]): str(row["due_at"])[:10] for row in rows}


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    made = LocalCentre(tmp_path / "centre.db")
    yield made
    made.close()


@pytest.fixture
def sellers(centre: LocalCentre, tmp_path: Path) -> Iterator[tuple[Seller, Seller]]:
    with ExitStack() as stack:
        made = []
        for user in ("li", "wu"):
            open_home(tmp_path / user, kind="practice")
            made.append(Seller(stack.enter_context(opened(tmp_path / user)), centre, user))
        yield made[0], made[1]


def told(customer: str, **more: object) -> dict[str, object]:
    return {
        "id": "v1",
        "customer": customer,
        "held_at": "2026-11-20T09:30:00+08:00",
        "form": "accompanied",
        "place": "苏州工厂",
        "purpose": "年度走访",
        "own": [{"name": "李敏", "department": "销售部", "role": "经理"}],
        "theirs": [{"name": "陈主任", "department": "采购部", "role": "主任"}],
        "promises": [{"what": "寄送样品", "who": "wu", "by": "2026-12-01"}],
        "next_contact": {"on": "2026-12-15", "what": "确认验收"},
        **more,
    }


def test_a_visit_recorded_on_one_laptop_is_at_the_centre_and_on_the_other(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:
    li, wu = sellers
    customer = add_temporary(li.laptop, {"name": "宏达物流"})
    assert recording.record(li.laptop, told(customer)).outcome == "recorded"
    li.sync()
    wu.sync()
    with centre.store.reading() as session:
        (at_the_centre,) = visits(session)
    assert at_the_centre == shelf.visit(wu.laptop.store, "v1") == shelf.visit(li.laptop.store, "v1")
    assert at_the_centre.theirs[0].department == "采购部"


def test_what_was_agreed_comes_back_to_whom_it_was_given_on_its_day(sellers: tuple[Seller, Seller]) -> None:
    li, wu = sellers
    recording.record(li.laptop, told(add_temporary(li.laptop, {"name": "宏达物流"})))
    li.sync()
    wu.sync()
    assert li.due()["确认验收"] == "2026-12-15"
    assert wu.due() == {"寄送样品": "2026-12-01"}


def test_a_visit_handed_in_twice_is_one(sellers: tuple[Seller, Seller]) -> None:
    li, _wu = sellers
    customer = add_temporary(li.laptop, {"name": "宏达物流"})
    outcomes = [recording.record(li.laptop, told(customer, purpose=word)).outcome for word in ("a", "a", "b")]
    assert outcomes == ["recorded", "duplicate", "conflict"]
    assert len(shelf.visits(li.laptop.store)) == 1


def test_a_void_visit_takes_back_what_it_made_due(sellers: tuple[Seller, Seller]) -> None:
    li, wu = sellers
    recording.record(li.laptop, told(add_temporary(li.laptop, {"name": "宏达物流"})))
    li.sync()
    wu.sync()
    recording.void(li.laptop, "v1", "客户选错")
    li.sync()
    wu.sync()
    assert not li.due()
    assert not wu.due()
    held = shelf.visit(wu.laptop.store, "v1")
    assert held is not None
    assert (held.status, held.void_reason) == ("void", "客户选错")
