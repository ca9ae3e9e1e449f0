"""Second keying: every difference found and none invented, decisions that keep both values, rates to the digit."""

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from csat_tui.interview.paper_form import PaperForm
from csat_tui.laptop import paper_rows
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, decisions, second, shelf
from csat_tui.paper.desk import Desk
from csat_tui.paper.operator_rows import operator_rows
from csat_tui.paper.second_desk import SecondDesk
from csat_tui.store import responses
from csat_tui.trouble import Trouble
from schemas.records.paper import Keying, PaperBatch
from tests.support.paper_desk import P12, batch_of, desk_laptop, serial

ITEMS = 10
"""Closed items of the form, before the one for words."""
FIELDS = ITEMS + 3
"""With the words, the day on the form and whose it is."""


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    with desk_laptop(tmp_path / "home") as laptop:
        yield laptop


def begun(desk: Desk, typed: str = "", unit: str = "SZ01", day: str = "1115") -> PaperForm:
    """A form with what stands above its items keyed."""
    desk.begin(typed)
    desk.head_field(unit)
    desk.head_field(day)
    assert desk.form is not None
    return desk.form


def keyed(desk: Desk, number: int | None, values: str) -> None:
    """Key a form of one digit an item and no words."""
    begun(desk, serial(number) if number else "")
    form = desk.form
    assert form is not None
    for digit in values:
        form.press(digit)
        if form.refusal is not None and form.refusal.code == "differs":
            form.press(digit)
    form.enter()
    desk.store()


def a_batch(laptop: Laptop, forms: list[str], mode: str = "blind", percent: str = "100") -> PaperBatch:
    batch = batch_of(laptop, P12, len(forms))
    batch = batches._set(laptop, batch, {"verify": mode, "verify_percent": percent})
    desk = Desk(laptop, batch, "zhao")
    for number, values in enumerate(forms, 1):
        keyed(desk, number, values)
    return batch


def verify(laptop: Laptop, batch: PaperBatch, forms: list[str]) -> None:
    desk = SecondDesk(laptop, batch, "qian")
    for form in second.sample(laptop, batch):
        number = int(form.serial.split("-")[1])
        assert desk.serial == form.serial
        keyed(desk, None, forms[number - 1])


def keyings(laptop: Laptop, batch: PaperBatch) -> list[Keying]:
    return list(shelf.keyings_of(laptop.store, batch.id))


def seeded(forms: list[str], errors: int, seed: int = 7) -> tuple[list[str], set[tuple[int, int]]]:
    """The forms with so many fields of them keyed as something else."""
    chance = Random(seed)
    places = [(form, item) for form in range(len(forms)) for item in range(1, ITEMS)]
    wrong = set(chance.sample(places, errors))
    made = [
        "".join(str(int(d) % 5 + 1) if (n, item) in wrong else d for item, d in enumerate(form))
        for n, form in enumerate(forms)
    ]
    return made, wrong


TRUE = ["1" + "".join(str((form * item) % 5 + 1) for item in range(1, ITEMS)) for form in range(1, 7)]


class TestFortySeededErrors:
    def test_are_all_found_and_none_is_invented(self, laptop: Laptop) -> None:
        wrong, places = seeded(TRUE, 40)
        batch = a_batch(laptop, wrong)
        verify(laptop, batch, TRUE)
        found = {
            (int(row.serial.split("-")[1]) - 1, 0 if row.code == "ROLE" else int(row.code[1:]))
            for row in paper_rows.difference_rows(laptop, batch)
        }
        assert found == places
        assert decisions.rate_of(laptop, batch).value == Fraction(40, 6 * FIELDS)

    def test_send_the_whole_batch_back(self, laptop: Laptop) -> None:
        wrong, _places = seeded(TRUE[:1], 2)
        batch = a_batch(laptop, wrong)
        verify(laptop, batch, TRUE)
        for keying in keyings(laptop, batch):
            for one in keying.differences:
                now = next(k for k in keyings(laptop, batch) if k.id == keying.id)
                decisions.decide(laptop, now, one["code"], "second", "", "原件如此", "sun")
        after = shelf.batch(laptop.store, batch.id)
        assert after is not None
        assert (after.status, after.verify_percent) == ("rekey", "100")


class TestASecondKeying:
    def test_is_refused_to_whoever_keyed_first(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1])
        desk = SecondDesk(laptop, batch, "zhao")
        with pytest.raises(Trouble, match="zhao") as told:
            desk.begin("")
        assert told.value.code == "own_keying"

    def test_is_drawn_only_when_the_whole_batch_is_keyed(self, laptop: Laptop) -> None:
        batch = batch_of(laptop, P12, 2)
        keyed(Desk(laptop, batch, "zhao"), 1, TRUE[0])
        assert second.sample(laptop, batch) == ()
        with pytest.raises(Trouble) as told:
            SecondDesk(laptop, batch, "qian")
        assert told.value.code == "nothing_drawn"

    def test_is_of_the_share_the_pack_asks_for_rounded_up(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:3], percent="40")
        assert len(second.sample(laptop, batch)) == 2

    def test_leaves_the_record_alone(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1])
        form = shelf.forms_of(laptop.store, batch.id)[0]
        before = responses.body_of(laptop.store, (form.keyed or {})["response"])
        verify(laptop, batch, ["2" + TRUE[0][1:]])
        assert responses.body_of(laptop.store, (form.keyed or {})["response"]) == before
        assert len(responses.newest(laptop.store)) == 1

    def test_without_a_difference_settles_itself_and_the_batch_may_close(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:2])
        with pytest.raises(Trouble, match="2") as told:
            batches.close(laptop, batch)
        assert told.value.code == "unverified"
        verify(laptop, batch, TRUE)
        assert batches.close(laptop, batch).status == "closed"

    def test_goes_on_at_the_same_field_after_a_crash(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1])
        form = begun(SecondDesk(laptop, batch, "qian"))
        form.press("1")
        form.press("+")
        again = SecondDesk(laptop, batch, "qian")
        assert again.form is not None
        assert (again.form.place.question, again.form.typed) == ("M1", "+")


class TestADependentKeying:
    def test_stops_at_the_field_that_differs_without_showing_the_first_value(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1], mode="dependent")
        form = begun(SecondDesk(laptop, batch, "qian"))
        form.press("2")
        assert (form.place.question, form.refusal and form.refusal.code) == ("ROLE", "differs")
        assert "ROLE" not in form.state.answers
        form.press("1")
        assert (form.place.question, form.refusal) == ("M1", None)

    def test_keeps_what_is_keyed_twice_running(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1], mode="dependent")
        verify(laptop, batch, ["2" + TRUE[0][1:]])
        (keying,) = keyings(laptop, batch)
        assert [one["code"] for one in keying.differences] == ["ROLE"]


class TestAboveTheItems:
    def test_nothing_of_the_first_keying_is_shown_or_taken_over(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1])
        desk = SecondDesk(laptop, batch, "qian")
        desk.begin("")
        assert (desk.open and desk.open.customer, desk.day_before) == (None, None)
        desk.head_field("")
        with pytest.raises(Trouble) as told:
            desk.head_field("")
        assert told.value.code == "not_a_day"

    def test_another_day_or_unit_is_a_difference_like_any_other(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1])
        self.keyed_again(laptop, batch, "", "1114")
        rows = paper_rows.difference_rows(laptop, batch)
        assert [(row.code, row.first, row.second) for row in rows] == [
            ("head.unit", "SZ01 苏州分公司", "无"),
            ("head.form_date", "2026-11-15", "2026-11-14"),
        ]
        assert decisions.rate_of(laptop, batch).value == Fraction(2, FIELDS)

    def test_what_the_paper_says_is_put_right_in_the_record_and_on_the_form(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1])
        self.keyed_again(laptop, batch, "", "1114")
        for code, typed in (("head.unit", "-"), ("head.form_date", "1031")):
            (keying,) = keyings(laptop, batch)
            decisions.decide(laptop, keying, code, "third", typed, "原件", "sun")
        (form,) = shelf.forms_of(laptop.store, batch.id)
        found = responses.head_of(laptop.store, (form.keyed or {})["response"])
        assert found is not None
        body = json.loads(found[1])
        assert (form.form_date, form.customer) == ("2026-10-31", None)
        assert (body["local_date"], body["paper"]["form_date"], body.get("customer")) == (
            "2026-10-31",
        ) * 2 + (None,)

    def test_a_dependent_keying_stops_there_once(self, laptop: Laptop) -> None:
        batch = a_batch(laptop, TRUE[:1], mode="dependent")
        desk = SecondDesk(laptop, batch, "qian")
        desk.begin("")
        desk.head_field("SZ01")
        with pytest.raises(Trouble) as told:
            desk.head_field("1114")
        assert told.value.code == "differs"
        desk.head_field("1114")
        assert desk.form is not None
        assert desk.form.place.question == "ROLE"

    @staticmethod
    def keyed_again(laptop: Laptop, batch: PaperBatch, unit: str, day: str) -> None:
        desk = SecondDesk(laptop, batch, "qian")
        form = begun(desk, "", unit, day)
        for digit in TRUE[0]:
            form.press(digit)
        form.enter()
        desk.store()


class TestADecision:
    @pytest.fixture
    def batch(self, laptop: Laptop) -> PaperBatch:
        batch = a_batch(laptop, [TRUE[0][:1] + "1" + TRUE[0][2:]])
        verify(laptop, batch, [TRUE[0][:1] + "3" + TRUE[0][2:]])
        return batch

    def test_needs_its_reason(self, laptop: Laptop, batch: PaperBatch) -> None:
        (keying,) = keyings(laptop, batch)
        with pytest.raises(Trouble) as told:
            decisions.decide(laptop, keying, "M1", "second", "", " ", "sun")
        assert told.value.code == "reason_needed"

    def test_for_a_third_value_keeps_both_and_corrects_the_record(
        self, laptop: Laptop, batch: PaperBatch
    ) -> None:
        (keying,) = keyings(laptop, batch)
        decisions.decide(laptop, keying, "M1", "third", "５", "原件勾在很不满意", "sun")
        (settled,) = keyings(laptop, batch)
        (one,) = settled.differences
        assert (one["first"]["options"], one["second"]["options"]) == (["A"], ["C"])
        assert (one["decision"]["options"], one["reason"], one["by"]) == (["E"], "原件勾在很不满意", "sun")
        found = responses.head_of(laptop.store, keying.response)
        assert found is not None
        body = json.loads(found[1])
        assert (body["answers"]["M1"]["options"], body["kind"]) == (["E"], "response.amend")
        assert body["paper"]["serial"] == serial(1)
        assert "原件勾在很不满意" in body["reason"]

    def test_for_the_first_value_leaves_the_record_and_charges_the_verifier(
        self, laptop: Laptop, batch: PaperBatch
    ) -> None:
        (keying,) = keyings(laptop, batch)
        decisions.decide(laptop, keying, "M1", "first", "", "原件是第一项", "sun")
        assert len(responses.newest(laptop.store)) == 1
        (settled,) = keyings(laptop, batch)
        counted = decisions.verified(batch, settled)
        assert (counted.keyer_errors, counted.verifier_errors, counted.compared) == (0, 1, FIELDS)
        after = shelf.batch(laptop.store, batch.id)
        assert after is not None
        assert after.status == "verified"

    def test_stands_beside_what_the_keyer_put_right_meanwhile(
        self, laptop: Laptop, batch: PaperBatch
    ) -> None:
        desk = Desk(laptop, batch, "zhao")
        desk.reopen()
        assert desk.form is not None
        desk.form.go_to("M1")
        desk.form.press("3")
        desk.store()
        (keying,) = keyings(laptop, batch)
        decisions.decide(laptop, keying, "M1", "second", "", "原件是第三项", "sun")
        assert keyings(laptop, batch)[0].status == "settled"
        assert laptop.drafts.open_drafts() == []


def test_operators_are_counted_apart_by_keying(laptop: Laptop) -> None:
    batch = a_batch(laptop, ["1" + "2" + TRUE[0][2:]])
    verify(laptop, batch, ["1" + "3" + TRUE[0][2:]])
    (keying,) = keyings(laptop, batch)
    decisions.decide(laptop, keying, "M1", "second", "", "原件", "sun")
    rows = {(row.operator, row.second): row for row in operator_rows(laptop)}
    assert {who: (row.forms, row.errors, row.field_errors) for who, row in rows.items()} == {
        ("zhao", False): (1, 1, "1/13"),
        ("qian", True): (1, 0, "0/13"),
    }
    assert Decimal(batch.verify_percent) == 100
