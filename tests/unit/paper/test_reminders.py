"""A letter goes to those who have not answered, before and on the day on which that is noted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from csat_tui.laptop import today_page
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import mailings, reminding
from csat_tui.paper.printing import printed
from csat_tui.store import operations
from csat_tui.trouble import Trouble
from schemas.language import LANGUAGES, use
from schemas.packs.resolve import library_content, read
from schemas.records.identity import form_id
from schemas.records.operations import FormOp
from schemas.records.paper import Mailing
from sync.printing.content import reminder_text
from tests.support.paper_desk import P12, desk_laptop, issued, serial
from tests.support.store_samples import customer_change, task_change


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    with desk_laptop(tmp_path / "home") as laptop:
        issued(laptop, read(library_content(P12)), 3)
        yield laptop


@pytest.fixture
def mailing(laptop: Laptop) -> Mailing:
    return mailings.demand_mailing(laptop, "26Q4")


def test_it_goes_to_everybody_who_waits_also_after_it_was_noted_today(
    laptop: Laptop, mailing: Mailing
) -> None:
    mailings.mark(laptop, serial(2), "undeliverable")
    assert reminding.to_write_to(laptop, mailing) == {serial(1), serial(3)}
    assert reminding.remind_all(laptop, mailing) == 2
    assert reminding.to_write_to(laptop, mailing) == {serial(1), serial(3)}
    assert reminding.remind_all(laptop, mailing) == 0


def test_it_is_printed_for_them(laptop: Laptop, mailing: Mailing) -> None:
    assert printed(laptop, mailing, "reminders", "pdf", "en").startswith(b"%PDF")


def test_nothing_is_printed_when_nobody_waits(laptop: Laptop, mailing: Mailing) -> None:
    for number in (1, 2, 3):
        mailings.mark(laptop, serial(number), "undeliverable")
    with pytest.raises(Trouble) as caught:
        printed(laptop, mailing, "reminders", "pdf", "en")
    assert caught.value.code == "nothing_due"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_when_the_form_was_sent(language: str) -> None:
    use(language)
    assert "2026-11-01" in reminder_text("2026-11-01")


def test_it_is_told_how_many_have_no_address(laptop: Laptop, mailing: Mailing) -> None:
    laptop.replica.apply(
        [customer_change("u1", name="苏州分公司", number="SZ01", address="苏州路 1 号", version=2)], "3"
    )
    assert mailings.without_address(laptop, mailing) == 2


def test_a_task_whose_form_is_out_says_so_on_today(laptop: Laptop) -> None:
    use("en")
    due = {
        "type": "mail_out",
        "channel": "mail",
        "customer": "u1",
        "due_at": "2020-01-01T09:00:00+08:00",
        "assignee": "zhao",
    }
    laptop.replica.apply([task_change(f"t{n}", **due) for n in (1, 2)], "3")
    told = FormOp(id="o1", at="1", user="zhao", record=form_id(serial(1)), fields={"task": "t1"})
    operations.record(laptop.store, [told])
    reasons = {row.id: row.purpose for row in today_page.today(laptop).rows if row.kind == "task"}
    assert (reasons["t1"], reasons["t2"]) == ("form sent out", "form to send out")
