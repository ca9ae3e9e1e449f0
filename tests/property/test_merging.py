"""Laws of what happens when two people change one thing."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.records import operations as ops
from schemas.records.changes import Effects, fit
from schemas.records.effects import effects_of
from schemas.records.identity import customer_id, event_id
from schemas.records.merging import complete, fill_empty, merge_fields, survivor

AT = "2025-03-14T09:30:00+08:00"
names = st.sampled_from(["phone", "plate", "company", "consultant"])
values = st.none() | st.sampled_from(["a", "b", "c"])
records = st.dictionaries(names, values, max_size=4)
changes = st.dictionaries(names, values, min_size=1, max_size=4)


class Shelf:
    """Records in memory."""

    def __init__(self, *customers: str) -> None:
        self.held: dict[tuple[str, str], Mapping[str, Any]] = {
            ("customer", id): fit("customer", {"id": id, "number": f"N{id}", "name": id}) for id in customers
        }

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None:
        return self.held.get((entity, id))

    def customer_with(self, number: str) -> str | None:
        found = (body for (entity, _id), body in self.held.items() if entity == "customer")
        return next((body["id"] for body in found if body["number"] == number), None)

    def hangs(self, entity: str, id: str) -> bool:
        return any(body.get("customer") == id for body in self.held.values())

    def do(self, operation: ops.Operation) -> Effects:
        effects = effects_of(operation, self)
        self.held |= {(entity, body["id"]): body for entity, body in effects.puts}
        for name in effects.removes:
            del self.held[name]
        return effects

    def proposals(self) -> list[Mapping[str, Any]]:
        return [body for (entity, _id), body in self.held.items() if entity == "proposal"]

    def stands_for(self, id: str) -> str:
        return survivor(id, lambda one: (self.get("customer", one) or {}).get("merged_into"))


class TestSettingFields:
    @given(records, changes)
    def test_what_nobody_touched_is_set(self, held: dict[str, Any], fields: dict[str, Any]) -> None:
        merged = merge_fields(held, fields, held)
        whole = {**held, **merged.fields}
        assert merged.disputed == ()
        assert all(whole.get(name) == new for name, new in fields.items())

    @given(records, changes, records)
    def test_every_value_is_set_held_or_proposed(
        self, held: dict[str, Any], fields: dict[str, Any], before: dict[str, Any]
    ) -> None:
        merged = merge_fields(held, fields, before)
        proposed = {one.field: one.proposed for one in merged.disputed}
        for name, new in fields.items():
            assert new in (merged.fields.get(name, ...), proposed.get(name, ...), held.get(name))

    @given(records, changes, records)
    def test_a_value_that_somebody_else_set_stays(
        self, held: dict[str, Any], fields: dict[str, Any], before: dict[str, Any]
    ) -> None:
        merged = merge_fields(held, fields, before)
        others = {name for name in fields if held.get(name) != before.get(name)}
        assert not others & merged.fields.keys()

    @given(records, changes, records)
    def test_twice_is_once(
        self, held: dict[str, Any], fields: dict[str, Any], before: dict[str, Any]
    ) -> None:
        once = {**held, **merge_fields(held, fields, before).fields}
        assert not merge_fields(once, fields, before).fields

    @given(records, changes, changes)
    def test_changes_of_different_fields_meet_in_any_order(
        self, base: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
    ) -> None:
        other = {name: new for name, new in other.items() if name not in one}
        first = {**base, **merge_fields(base, one, base).fields}
        second = {**base, **merge_fields(base, other, base).fields}
        assert {**first, **merge_fields(first, other, base).fields} == {
            **second,
            **merge_fields(second, one, base).fields,
        }

    @given(st.lists(st.booleans(), min_size=1, max_size=6), st.booleans())
    def test_do_not_contact_is_never_lifted_by_a_change(self, said: list[bool], seen: bool) -> None:
        held: dict[str, Any] = {"do_not_contact": False}
        for value in said:
            merged = merge_fields(held, {"do_not_contact": value}, {"do_not_contact": seen})
            held |= merged.fields
        assert held["do_not_contact"] is (True in said)


class TestCompletions:
    @given(st.lists(st.sampled_from(["r1", "r2", "r3"]), min_size=1, max_size=8))
    def test_the_first_counts_and_every_other_is_there_once(self, responses: list[str]) -> None:
        task: dict[str, Any] = {"status": "pending"}
        for response in responses:
            task |= complete(task, response)
        assert task["done_by"] == responses[0]
        assert [task["done_by"], *task.get("extra_contacts", [])] == list(dict.fromkeys(responses))


merges = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=8)


class TestMerges:
    @given(merges)
    def test_every_customer_is_still_there_and_stands_for_one_that_is_not_merged(
        self, pairs: list[tuple[str, str]]
    ) -> None:
        shelf = Shelf(*"abcd")
        for n, (one, other) in enumerate(pairs):
            shelf.do(ops.Merge(id=f"m{n}", at=AT, customer=one, into=other))
        for id in "abcd":
            end = shelf.get("customer", shelf.stands_for(id))
            assert end is not None
            assert end.get("merged_into") is None

    @given(merges)
    def test_every_wish_is_done_or_proposed(self, pairs: list[tuple[str, str]]) -> None:
        shelf = Shelf(*"abcd")
        for n, (one, other) in enumerate(pairs):
            shelf.do(ops.Merge(id=f"m{n}", at=AT, customer=one, into=other))
            same = shelf.stands_for(one) == shelf.stands_for(other)
            assert same or any(proposal["operation"] == f"m{n}" for proposal in shelf.proposals())

    @given(records, records)
    def test_the_other_gives_what_is_lacking_and_takes_nothing_away(
        self, held: dict[str, Any], other: dict[str, Any]
    ) -> None:
        whole = {**held, **fill_empty(held, other)}
        assert all(whole[name] == value for name, value in held.items() if value is not None)
        assert all(whole.get(name) is not None for name, value in other.items() if value is not None)


class TestRecords:
    @given(st.lists(changes, min_size=1, max_size=5))
    def test_one_laptop_alone_never_disputes_with_itself(self, steps: list[dict[str, Any]]) -> None:
        shelf = Shelf("a")
        for n, fields in enumerate(steps):
            seen = shelf.held["customer", "a"]
            before = {name: seen[name] for name in fields if name in seen}
            shelf.do(ops.CustomerOp(id=f"o{n}", at=AT, record="a", fields=fields, before=before))
        assert shelf.proposals() == []

    @given(st.permutations([0, 1, 2, 2, 1]))
    def test_an_event_is_one_record_in_whatever_order_it_comes(self, order: list[int]) -> None:
        shelf = Shelf("a")
        for place, n in enumerate(order):
            fields = {"source_system": "DMS", "source_no": f"W{n}", "customer": "a"}
            record = event_id("DMS", f"W{n}")
            shelf.do(ops.EventImport(id=f"o{place}", at=AT, record=record, fields=fields))
        assert sum(entity == "event" for entity, _id in shelf.held) == 3
        assert shelf.proposals() == []

    def test_a_number_that_is_taken_makes_no_second_customer(self) -> None:
        shelf = Shelf("a")
        made = customer_id("Na")
        shelf.do(ops.CustomerOp(id="o", at=AT, record=made, fields={"name": "别名", "number": "Na"}))
        assert shelf.stands_for(made) == "a"
        assert [proposal["proposed"] for proposal in shelf.proposals()] == ["别名"]

    def test_what_is_used_is_not_withdrawn_but_asked_about(self) -> None:
        shelf = Shelf("a")
        shelf.do(ops.AttemptMade(id="t", at=AT, customer="a", disposition="busy"))
        shelf.do(ops.Withdraw(id="w", at=AT, entity="customer", record="a"))
        assert shelf.get("customer", "a") is not None
        [proposal] = shelf.proposals()
        shelf.do(ops.Decision(id="d", at=AT, proposal=proposal["id"], accept=True))
        assert shelf.get("customer", "a") is None


class TestSeveralImportsOfOneRecord:
    @given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=12), st.booleans())
    def test_it_is_there_as_long_as_one_of_them_is_not_taken_back(
        self, turns: list[str], found: bool
    ) -> None:
        """Each laptop imports when it is its turn, and takes that back at its next."""
        shelf, id, standing = Shelf(), event_id("DMS", "S1"), set[str]()
        fields = {"source_system": "DMS", "source_no": "S1"}
        for n, batch in enumerate(turns):
            head: dict[str, Any] = {"id": f"o{n}", "at": AT, "record": id, "batch": batch}
            if batch in standing:
                shelf.do(ops.Withdraw(entity="event", **head))
            else:
                seen = fields if found and standing else {}
                shelf.do(ops.EventImport(fields=fields, before=seen, **head))
            standing ^= {batch}
            assert (shelf.get("event", id) is not None) == bool(standing)

    @given(st.booleans())
    def test_what_no_import_made_none_takes_away(self, found: bool) -> None:
        shelf = Shelf("x")
        fields = {"number": "Nx", "name": "x"}
        head: dict[str, Any] = {"at": AT, "record": "x", "batch": "a"}
        shelf.do(ops.CustomerOp(id="o1", fields=fields, before=fields if found else {}, **head))
        shelf.do(ops.Withdraw(id="o2", entity="customer", **head))
        assert shelf.get("customer", "x") is not None
