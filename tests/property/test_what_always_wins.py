"""That somebody is not to be contacted, and that a record was deleted, win over everything, in any order of arrival.

What brings them back is a person's decision, or making the record anew; neither is among these.
"""

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemas.canonical import canonical_bytes
from schemas.records import operations as ops
from schemas.records.changes import Effects, fit
from schemas.records.effects import effects_of
from schemas.records.merging import survivor
from tests.support.sync_centre import Laptop, LocalCentre, customer

AT = "2025-03-14T09:30:00+08:00"
IDS = ("a", "b", "c")
ids = st.sampled_from(IDS)
stops = st.sampled_from([None, True, False])


class Shelf:
    """Customers a, b and c in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], Any] = {
            ("customer", id): fit("customer", {"id": id, "number": f"N{id}", "name": id}) for id in IDS
        }

    def get(self, entity: str, id: str) -> Any:
        return self.held.get((entity, id))

    def customer_with(self, number: str) -> str | None:
        return next((id for (_of, id), body in self.held.items() if body.get("number") == number), None)

    def hangs(self, entity: str, id: str) -> bool:
        return any(body.get("merged_into") == id for body in self.held.values())

    def do(self, operation: ops.Operation) -> Effects:
        effects = effects_of(operation, self)
        self.held |= {(entity, body["id"]): body for entity, body in effects.puts}
        for name in effects.removes:
            del self.held[name]
        return effects

    def stopped(self, id: str) -> bool:
        return bool((self.get("customer", id) or {}).get("do_not_contact"))

    def stands_for(self, id: str) -> str:
        return survivor(id, lambda one: (self.get("customer", one) or {}).get("merged_into"))


def changed(record: str, fields: dict[str, Any], before: dict[str, Any]) -> ops.Operation:
    told = {name: value for name, value in fields.items() if value is not None}
    return ops.CustomerOp(
        id="", at=AT, record=record, base_version=1, fields=told or {"name": "张"}, before=before
    )


def merged(one: str, into: str) -> ops.Operation:
    return ops.Merge(id="", at=AT, customer=one, into=into)


edits = st.builds(
    lambda record, name, stop, saw: changed(
        record, {"name": name, "do_not_contact": stop}, {"do_not_contact": saw}
    ),
    ids,
    st.sampled_from("王李张"),
    stops,
    stops,
)
merges = st.builds(merged, ids, ids)
partings = st.builds(lambda one: ops.Separate(id="", at=AT, customer=one), ids)
stopping = st.builds(lambda one: ops.DoNotContact(id="", at=AT, customer=one), ids)
withdrawals = st.builds(lambda one: ops.Withdraw(id="", at=AT, entity="customer", record=one), ids)


@settings(max_examples=600)
@given(st.lists(edits | merges | partings, max_size=12), st.integers(0, 12))
@example([merged("a", "b"), merged("b", "c"), ops.Separate(id="", at=AT, customer="b")], 2)
def test_who_is_not_to_be_contacted_is_not_whatever_comes_before_or_after(
    operations: list[ops.Operation], at: int
) -> None:
    shelf = Shelf()
    for operation in operations[:at]:
        shelf.do(operation)
    shelf.do(ops.DoNotContact(id="", at=AT, customer="a"))
    for operation in operations[at:]:
        shelf.do(operation)
        assert shelf.stopped("a")
        assert shelf.stopped(shelf.stands_for("a"))


@given(st.lists(edits | merges | partings | stopping | withdrawals, max_size=15))
def test_what_was_deleted_stays_deleted_whatever_comes_after(operations: list[ops.Operation]) -> None:
    shelf = Shelf()
    deleted: set[str] = set()
    for number, operation in zip(count(), operations, strict=False):
        effects = shelf.do(operation.model_copy(update={"id": f"o{number}"}))
        deleted |= {id for entity, id in effects.removes if entity == "customer"}
        assert not any(shelf.get("customer", id) for id in deleted)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(["edits", "stops", "deletes", "knows nothing"]))
def test_in_whatever_order_laptops_come_all_end_with_both(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    """One deletes b, one says that a is not to be contacted, one edits both and takes the stop back unseen."""
    centre = LocalCentre(tmp_path_factory.mktemp("c") / "centre.sqlite")
    centre.admin.publish("customer", [customer("a"), customer("b")])
    laptops = {name: Laptop(centre).enrol(f"user{n}") for n, name in enumerate(sorted(order))}
    fields = {"name": "李四", "do_not_contact": False}
    for record in ("a", "b"):
        log(
            laptops["edits"], changed(record, fields, {"name": "张三", "do_not_contact": False}), f"e{record}"
        )
    log(laptops["stops"], ops.DoNotContact(id="", at=AT, customer="a"), "s")
    log(laptops["deletes"], ops.Withdraw(id="", at=AT, entity="customer", record="b"), "d")
    for name in (*order, *order):
        assert laptops[name].sync().proven
    for laptop in laptops.values():
        customers = {id: body for (of, id), (_, body) in laptop.replica.rows.items() if of == "customer"}
        assert customers.keys() == {"a"}
        assert customers["a"]["do_not_contact"] is True
        assert customers["a"]["name"] == "李四"
    centre.close()


def log(laptop: Laptop, operation: ops.Operation, id: str) -> None:
    whole = operation.model_copy(update={"id": id})
    laptop.log.record(whole.kind, id, canonical_bytes(whole.model_dump(by_alias=True, exclude_none=True)))
