"""Two clerks, one pile: what happens when the same form was keyed on two laptops."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from csat_tui.paper.register import standing
from schemas.records.effects import effects_of
from schemas.records.identity import form_id
from schemas.records.operations import BatchOp, Decision, FormOp
from schemas.records.paper import PaperForm

SERIAL = "26Q4-0187-61"
FORM = form_id(SERIAL)


class Shelf:
    """Records as they are, in a dictionary."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], Mapping[str, Any]] = {}

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None:
        return self.held.get((entity, id))

    def customer_with(self, number: str) -> str | None:
        return None

    def hangs(self, entity: str, id: str) -> bool:
        return False

    def do(self, operation: Any) -> None:
        effects = effects_of(operation, self)
        assert effects.code is None
        self.held.update({(entity, body["id"]): body for entity, body in effects.puts})


def keyed(operation: str, response: str, by: str) -> FormOp:
    fields = {"serial": SERIAL, "batch": "B-1", "fate": "keyed", "keyed": {"response": response, "by": by}}
    return FormOp(id=operation, at="2026-11-20T10:00:00+08:00", user=by, record=FORM, fields=fields)


def test_the_second_keying_of_one_form_is_shown_and_not_dropped() -> None:
    shelf = Shelf()
    shelf.do(keyed("o1", "r1", "li"))
    shelf.do(keyed("o2", "r2", "wu"))
    assert shelf.held["paper_form", FORM]["keyed"]["response"] == "r1"
    waiting = shelf.held["proposal", "o2:keyed"]
    both = [waiting[side]["response"] for side in ("kept", "proposed")]
    assert (both, waiting["user"]) == (["r1", "r2"], "wu")


def test_a_person_decides_which_of_the_two_stands() -> None:
    shelf = Shelf()
    shelf.do(keyed("o1", "r1", "li"))
    shelf.do(keyed("o2", "r2", "wu"))
    shelf.do(Decision(id="d", at="2026-11-20T18:00:00+08:00", user="head", proposal="o2:keyed", accept=True))
    assert shelf.held["paper_form", FORM]["keyed"]["response"] == "r2"


def test_two_who_count_one_batch_meet_field_by_field() -> None:
    shelf = Shelf()
    day = {"received_on": "2026-11-19", "opened_on": "2026-11-20"}
    made = {"number": "B-0312", "pack": "op-qpm-written", "pack_version": "1.0.0", "declared": 60, **day}
    at = "2026-11-20T10:00:00+08:00"
    shelf.do(BatchOp(id="o1", at=at, record="B-1", fields=made))
    shelf.do(BatchOp(id="o2", at=at, record="B-1", fields={"declared": 61}, before={"declared": 60}))
    shelf.do(BatchOp(id="o3", at=at, record="B-1", fields={"box": "7"}))
    batch = shelf.held["paper_batch", "B-1"]
    assert (batch["declared"], batch["box"]) == (61, "7")


@pytest.mark.parametrize("first", ["issued", "keyed"])
def test_a_form_keyed_where_it_was_not_known_to_be_sent_out_is_keyed_in_either_order(first: str) -> None:
    told = {"serial": SERIAL}
    issued = FormOp(id="o1", at="1", record=FORM, fields={**told, "mailing": "m1", "fate": "issued"})
    keyed = FormOp(
        id="o2", at="2", record=FORM, fields={**told, "fate": "keyed", "keyed": {"response": "r1"}}
    )
    shelf = Shelf()
    for operation in (issued, keyed) if first == "issued" else (keyed, issued):
        shelf.do(operation)
    assert {entity for entity, _id in shelf.held} == {"paper_form"}
    form = shelf.held["paper_form", FORM]
    assert (form["mailing"], form["fate"], form["keyed"]) == ("m1", "keyed", {"response": "r1"})


def noted(operation: str, fields: Mapping[str, Any], before: Mapping[str, Any]) -> FormOp:
    at = "2026-11-20T10:00:00+08:00"
    return FormOp(id=operation, at=at, record=FORM, fields=dict(fields), before=dict(before))


def test_that_a_form_could_not_be_delivered_can_be_taken_back() -> None:
    shelf = Shelf()
    shelf.do(noted("o1", {"serial": SERIAL, "mailing": "m1", "fate": "issued"}, {}))
    shelf.do(noted("o2", {"fate": "undeliverable"}, {"fate": "issued"}))
    shelf.do(noted("o3", {"fate": "issued"}, {"fate": "undeliverable"}))
    assert shelf.held["paper_form", FORM]["fate"] == "issued"
    assert {entity for entity, _id in shelf.held} == {"paper_form"}


def test_a_form_that_was_keyed_in_the_meantime_is_not_taken_out_of_its_batch() -> None:
    shelf = Shelf()
    sorted_out = {"batch": "B-1", "place": 1, "finding": "blank", "fate": "blank"}
    shelf.do(noted("o1", {"serial": SERIAL, "mailing": "m1", "fate": "issued"}, {}))
    shelf.do(noted("o2", sorted_out, {"fate": "issued"}))
    seen = shelf.held["paper_form", FORM]
    shelf.do(noted("o3", {"fate": "keyed", "keyed": {"response": "r1"}}, {"fate": "blank"}))
    gone = {**dict.fromkeys(sorted_out), "fate": "issued"}
    shelf.do(noted("o4", gone, {name: seen[name] for name in gone}))
    form = shelf.held["paper_form", FORM]
    assert (form["batch"], form["fate"], form["keyed"]) == ("B-1", "keyed", {"response": "r1"})
    assert {entity for entity, _id in shelf.held} == {"paper_form"}


@pytest.mark.parametrize(
    ("told", "day", "expected"),
    [
        ({}, "2026-11-10", "sent"),
        ({}, "2026-11-11", "reminder_due"),
        ({"reminded_on": "2026-11-11"}, "2026-11-12", "reminded"),
        ({"fate": "undeliverable"}, "2026-11-12", "undeliverable"),
        ({"batch": "b", "fate": "blank", "received_on": "2026-11-30"}, "2026-12-01", "returned"),
        ({"batch": "b", "fate": "keyed", "received_on": "2026-12-01"}, "2026-12-01", "late"),
    ],
)
def test_the_register_says_how_each_form_stands(told: dict[str, str], day: str, expected: str) -> None:
    form = PaperForm.model_validate({"id": "f", "serial": SERIAL, "fate": "issued", **told})
    assert standing(form, "2026-11-30", date(2026, 11, 11), date.fromisoformat(day)) == expected
