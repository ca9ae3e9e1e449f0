"""Two clerks, one pile, one centre: counts balance everywhere and nothing is dropped silently."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from csat_tui.centre.summary import centre_summary
from csat_tui.home import open_home
from csat_tui.laptop import proposals_page
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.paper_pages import LaptopPaper
from csat_tui.paper import (
    batches,
    decisions,
    mailings,
    meeting,
    next_form,
    second,
    shelf,
    side_by_side,
    taking_back,
)
from csat_tui.paper.lines import key_line, second_line
from csat_tui.paper.side_by_side import met_forms
from csat_tui.paper.summary import summary
from csat_tui.store import operations
from csat_tui.trouble import Trouble
from schemas.figures.periods import period
from schemas.packs.resolve import library_content, read
from schemas.paper.serial import Serial
from schemas.records.following import callback_id
from schemas.records.paper import PaperBatch
from sync.centre.read import response_ids
from sync.centre.tables import ReferenceRow
from sync.client.identity import enrol
from sync.client.ports import Enrolment
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.practice_laptop import opened
from tests.support.sync_centre import LocalCentre
from tests.support.sync_memory import MemoryLog, MemoryReplica

PACK = "op-qpm-written"
ANSWERS = {f"U{number}": 90 for number in range(1, 14)}


class Desk:
    """A clerk's laptop at a centre."""

    def __init__(self, laptop: Laptop, centre: LocalCentre, user: str) -> None:
        self.laptop, self.centre, self.user, self.key = laptop, centre, user, DeviceKey.new()
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
def centre(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[LocalCentre]:
    """On SQLite, but where a test asks for the other store as well."""
    both = "storage" in request.fixturenames
    made = LocalCentre(tmp_path / "centre.db", url=request.getfixturevalue("storage") if both else None)
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


def counted(centre: LocalCentre) -> set[str]:
    with centre.store.reading() as session:
        return set(response_ids(session, PACK, "2026-01-01", "2026-12-31"))


@pytest.mark.usefixtures("storage")
def test_each_answer_leaves_the_same_counts_at_the_centre_and_on_both(
    desks: tuple[Desk, Desk], pile: PaperBatch, centre: LocalCentre
) -> None:
    li, wu = desks
    answers: list[meeting.Answer] = ["newer", "duplicate", "another", "once"]
    for desk in (li, wu):
        desk.sync()
    for number in range(1, 5):
        li.keys(pile, number, f"li{number}")
        wu.keys(pile, number, f"wu{number}")
    batches.sort_out(li.laptop, pile, Serial("26Q4", 5), "blank")
    for desk in (li, wu, li):
        desk.sync()
    assert len(counted(centre)) == 8
    for waiting, answer in zip(meeting.met(li.laptop), answers, strict=True):
        assert meeting.form_of(li.laptop, waiting).serial == serial(answers.index(answer) + 1)
        meeting.answer(li.laptop, waiting, answer)
    batches.declare(
        li.laptop, pile, 8
    )  # four forms keyed twice, three of them of two sheets, and the blank one
    for desk in (li, wu):
        desk.sync()
        meeting.settle(desk.laptop)
    for desk in (wu, li):
        desk.sync()
    assert counted(centre) == {"wu1", "li2", "li3", "wu3", "li4"}
    for desk in desks:
        held = shelf.batch(desk.laptop.store, pile.id)
        assert held is not None
        found = batches.balance_of(desk.laptop, held)
        assert found.holds
        assert {fate: n for fate, n in found.fates.items() if n} == {"keyed": 5, "duplicate": 2, "blank": 1}
        assert not meeting.met(desk.laptop)
        assert meeting.settle(desk.laptop) == 0


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("sorted_first", [True, False])
def test_a_form_sorted_out_on_one_and_keyed_on_the_other_waits_and_the_answer_decides_whether_it_counts(
    desks: tuple[Desk, Desk], pile: PaperBatch, centre: LocalCentre, sorted_first: bool
) -> None:
    li, wu = desks
    answers: list[meeting.Answer] = ["newer", "duplicate", "another", "once"]
    for desk in (li, wu):
        desk.sync()
    for number in range(1, 5):
        li.keys(pile, number, f"li{number}")
        batches.sort_out(wu.laptop, pile, Serial("26Q4", number), "blank")
    for desk in (wu, li, wu) if sorted_first else (li, wu, li):
        desk.sync()
    blank = batches.fate_names()["blank"]
    for desk in desks:
        forms = side_by_side.met_forms(desk.laptop)
        assert sorted(form.serial for form in forms) == [serial(number) for number in range(1, 5)]
        assert {(blank in form.kept, blank in form.proposed) for form in forms} == {
            (sorted_first, not sorted_first)
        }
        assert all(form.differing >= len(ANSWERS) for form in forms)
    for number, answer in enumerate(answers, 1):
        meeting.answer(wu.laptop, meeting.demand(wu.laptop, serial(number)), answer)
    batches.declare(wu.laptop, pile, 7)
    for desk in (wu, li):
        desk.sync()
        meeting.settle(desk.laptop)
    for desk in (li, wu):
        desk.sync()
    assert counted(centre) == ({"li1", "li3", "li4"} if sorted_first else {"li2", "li3", "li4"})
    for desk in desks:
        held = shelf.batch(desk.laptop.store, pile.id)
        assert held is not None
        found = batches.balance_of(desk.laptop, held)
        assert found.holds
        assert {fate: n for fate, n in found.fates.items() if n} == {"keyed": 3, "duplicate": 2, "blank": 2}
        assert not meeting.met(desk.laptop)


def keyed_on_both(desks: tuple[Desk, Desk], pile: PaperBatch) -> None:
    """Form 2 keyed by li as the second of his pile, by wu as the first of another one, with another day and answer."""
    li, wu = desks
    for desk in desks:
        desk.sync()
    li.keys(pile, 1, "r1")
    li.keys(pile, 2, "r2")
    arrival = batches.Arrival("fax", date(2026, 11, 20), 1)
    other = batches.open_batch(wu.laptop, read(library_content(PACK)), arrival)
    line = {"id": "r3", "serial": serial(2), "form_date": "2026-11-18", "answers": {**ANSWERS, "U3": 64}}
    key_line(wu.laptop, other, line)
    for desk in (li, wu, li):
        desk.sync()


@pytest.mark.parametrize("first", ["taken back", "keyed"])
def test_a_form_taken_back_on_one_and_keyed_on_the_other_is_keyed_everywhere(
    desks: tuple[Desk, Desk], pile: PaperBatch, centre: LocalCentre, first: str
) -> None:
    li, wu = desks
    batches.sort_out(li.laptop, pile, Serial("26Q4", 1), "ok")
    for desk in (li, wu):
        desk.sync()
    taking_back.take_back(li.laptop, serial(1))
    wu.keys(pile, 1, "r1")
    for desk in (li, wu, li) if first == "taken back" else (wu, li, wu):
        desk.sync()
    for desk in desks:
        found = batches.balance_of(desk.laptop, pile)
        assert (found.fates["keyed"], found.waiting) == (1, 0)
        assert meeting.met(desk.laptop) == []


def test_a_form_stored_under_a_wrong_serial_and_taken_back_is_keyed_anew_by_whoever_has_the_sheet(
    desks: tuple[Desk, Desk], pile: PaperBatch
) -> None:
    li, wu = desks
    li.keys(pile, 1, "r1")
    for desk in (li, wu):
        desk.sync()
    with pytest.raises(Trouble, match="另一台"):
        taking_back.take_back(wu.laptop, serial(1), keyed=True)
    taking_back.take_back(li.laptop, serial(1), keyed=True)
    for desk in (li, wu):
        desk.sync()
        assert batches.balance_of(desk.laptop, pile).fates["keyed"] == 0
    wu.keys(pile, 1, "r2")
    for desk in (wu, li):
        desk.sync()
        assert batches.balance_of(desk.laptop, pile).fates["keyed"] == 1
        assert meeting.met(desk.laptop) == []


def test_a_form_keyed_in_two_piles_waits_as_one_with_both_records_on_either_laptop(
    desks: tuple[Desk, Desk], pile: PaperBatch
) -> None:
    keyed_on_both(desks, pile)
    for desk in desks:
        (waiting,) = proposals_page.waiting(desk.laptop)
        assert waiting.field == "keyed"
        (met,) = met_forms(desk.laptop)
        assert (met.kept.split()[0], met.proposed.split()[0]) == ("li", "wu")
        differing = {row.code: (row.kept, row.proposed) for row in met.rows if row.differs and row.code}
        assert differing == {"U3": ("90", "64")}
        assert sum(row.differs for row in met.rows if not row.code) == 2  # batch, day
        form = shelf.form(desk.laptop.store, serial(2))
        assert form is not None
        assert (form.batch, form.form_date) == (pile.id, None)


@pytest.mark.parametrize(
    ("answer", "day", "own_day"), [("newer", "2026-11-18", None), ("another", None, "2026-11-18")]
)
def test_what_stands_above_the_items_goes_with_the_keying_and_each_sheet_stays_in_its_pile(
    desks: tuple[Desk, Desk], pile: PaperBatch, answer: meeting.Answer, day: str | None, own_day: str | None
) -> None:
    keyed_on_both(desks, pile)
    li, wu = desks
    meeting.answer(li.laptop, meeting.met(li.laptop)[0], answer)
    for desk in (li, wu, li):
        desk.sync()
        form = shelf.form(desk.laptop.store, serial(2))
        (other,) = (one for one in shelf.batches(desk.laptop.store) if one.id != pile.id)
        (sheet,) = shelf.forms_of(desk.laptop.store, other.id)
        assert form is not None
        assert (form.form_date, sheet.form_date) == (day, own_day)
        assert batches.balance_of(desk.laptop, other).holds


def test_a_pulled_plug_after_the_decision_leaves_the_same_counts(
    desks: tuple[Desk, Desk], pile: PaperBatch, centre: LocalCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed_on_both(desks, pile)
    li, wu = desks
    with monkeypatch.context() as pulled:
        pulled.setattr(meeting, "settle", lambda _laptop: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            meeting.answer(li.laptop, meeting.met(li.laptop)[0], "newer")
    assert LaptopPaper(li.laptop).met_waiting() == 0  # the desk is opened again: the decision is carried out
    for desk in (li, wu, li):
        desk.sync()
    assert counted(centre) == {"r1", "r3"}


def test_the_second_keying_on_the_other_laptop_is_compared_where_the_first_is(
    desks: tuple[Desk, Desk], pile: PaperBatch
) -> None:
    li, wu = desks
    for number in (1, 2, 3):
        li.keys(pile, number, f"r{number}")
    for desk in (li, wu):
        desk.sync()
    (drawn,) = second.waiting(wu.laptop, pile)
    line = {"serial": drawn.serial, "answers": {**ANSWERS, "U3": 40}}
    assert second_line(wu.laptop, pile, line, "wu").status == "keyed"
    for desk in (wu, li):
        desk.sync()
    assert second.compare_arrived(li.laptop, pile) == 1
    ((keying, one),) = decisions.open_differences(li.laptop, pile)
    assert (one["code"], one["first"]["value"], one["second"]["value"]) == ("U3", "90", "40")
    decisions.decide(li.laptop, keying, "U3", "second", "", "read", "li")
    for desk in (li, wu):
        desk.sync()
        (keying,) = shelf.keyings_of(desk.laptop.store, pile.id)
        assert keying.status == "settled"


def test_low_items_are_due_by_the_same_task_on_the_laptop_and_at_the_centre(
    desks: tuple[Desk, Desk], pile: PaperBatch, centre: LocalCentre
) -> None:
    li, _wu = desks
    line = {"id": "r1", "serial": serial(1), "answers": {**ANSWERS, "U3": 40}}
    key_line(li.laptop, pile, line)
    id = callback_id(PACK, "r1")
    here = operations.here(li.laptop.store, "task", [id])[id]
    li.sync()
    with centre.store.reading() as session:
        row = session.exec(select(ReferenceRow).where(ReferenceRow.id == id)).one()
    there = json.loads(row.body)
    assert there["purpose"] == "U3 40"
    assert {name: here[name] for name in there} == there


def test_two_laptops_without_a_network_never_print_the_same_number(
    desks: tuple[Desk, Desk], pile: PaperBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    for desk in desks:
        due = [{"id": f"{desk.user}{n}", "customer": f"c{n}", "name": f"c{n}"} for n in range(3)]
        monkeypatch.setattr("csat_tui.paper.mailings.task_list.rows", lambda *_args, due=due: due)
        made = mailings.issue(desk.laptop, PACK, None, mailings.Plan("26Q4"))
        printed += [form.serial for form in shelf.issued(desk.laptop.store, made.id)]
        printed.append(str(next_form.own_serial(desk.laptop, pile)))
    assert len(set(printed)) == len(printed) == 8
    for desk in (*desks, *desks):
        desk.sync()
    for desk in desks:
        assert [
            len(shelf.issued(desk.laptop.store, one.id)) for one in shelf.mailings(desk.laptop.store)
        ] == [3, 3]
        assert not proposals_page.waiting(desk.laptop)


def test_no_two_laptops_get_one_mark_although_chance_would_have_it(
    centre: LocalCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schemas.paper.serial._mark", lambda text: "AAAA" if text[-1] != "1" else "AAAB")
    monkeypatch.setattr("sync.centre.enrolment.uuid7", iter(["one", "two"]).__next__)
    assert [enrolled(centre, user).mark for user in ("li", "wu")] == ["AAAA", "AAAB"]


def test_a_laptop_that_enrolled_before_there_were_marks_gets_its_own_at_the_next_sync(
    desks: tuple[Desk, Desk], pile: PaperBatch
) -> None:
    li, _wu = desks
    before = li.laptop.log.enrolment()
    assert before is not None
    li.laptop.log.enrolled(replace(before, mark=None))
    with pytest.raises(Trouble) as refused:
        next_form.own_serial(li.laptop, pile)
    assert refused.value.code == "no_mark"
    li.sync()
    assert li.laptop.log.enrolment() == before


def enrolled(centre: LocalCentre, user: str) -> Enrolment:
    log = MemoryLog()
    code, key = centre.admin.code(user), DeviceKey.new()
    return enrol("http://c", code, log, MemoryReplica(), centre, key, centre.clock)[0]


def test_the_whole_summary_table_is_at_the_centre_and_a_laptop_says_what_it_lacks(
    desks: tuple[Desk, Desk],
    pile: PaperBatch,
    centre: LocalCentre,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    li, wu = desks
    for desk in (li, wu):
        desk.sync()
    li.keys(pile, 1, "r1")
    key_line(wu.laptop, pile, {"id": "r2", "serial": serial(2), "answers": {**ANSWERS, "U3": 64}})
    for desk in (li, wu, li):
        desk.sync()
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "centre"))
    year = period("2026")
    whole, mine = centre_summary(PACK, year, centre.url), summary(li.laptop, PACK, year)
    assert [row.score for row in whole.table.rows] == [90, 88]
    assert [row.score for row in mine.table.rows] == [90]
    assert (whole.table.company.value, whole.elsewhere, mine.elsewhere) == (89, 0, 1)
    assert {one["name"] for one in whole.names.values()} == {serial(1), serial(2)}
