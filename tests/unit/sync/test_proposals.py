"""An administrator decides what two laptops could not."""

import pytest

from schemas.canonical import canonical_bytes
from sync.centre.faults import CentreError
from tests.support.sync_centre import Laptop, LocalCentre, customer


def disputed(centre: LocalCentre) -> Laptop:
    """A laptop that has set a phone which the centre holds otherwise."""
    centre.admin.publish("customer", [customer("c1", phone="100")])
    laptop = Laptop(centre).enrol()
    change = {"record": "c1", "base_version": 1, "fields": {"phone": "300"}, "before": {"phone": "99"}}
    body = {"kind": "customer.op", "schema": 1, "id": "o1", "at": "2025-03-14T12:00:00+08:00", "user": "boss"}
    laptop.log.record("customer.op", "o1", canonical_bytes(body | change))
    assert laptop.sync().proven
    return laptop


@pytest.mark.parametrize(("accept", "phone"), [(True, "300"), (False, "100")])
def test_the_chosen_value_goes_to_everybody(centre: LocalCentre, accept: bool, phone: str) -> None:
    laptop = disputed(centre)
    [proposal] = centre.admin.proposals()
    assert (proposal["kept"], proposal["proposed"]) == ("100", "300")
    centre.admin.decide(proposal["id"], accept=accept)
    assert laptop.sync().proven
    assert centre.admin.proposals() == []
    _version, held = laptop.replica.rows["customer", "c1"]
    assert held is not None
    assert held["phone"] == phone


def test_who_proposed_it_is_who_the_laptop_belongs_to_whatever_it_says(centre: LocalCentre) -> None:
    disputed(centre)
    [proposal] = centre.admin.proposals()
    assert proposal["user"] == "li"


def test_one_that_is_decided_cannot_be_decided_again(centre: LocalCentre) -> None:
    disputed(centre)
    [proposal] = centre.admin.proposals()
    centre.admin.decide(proposal["id"], accept=True)
    with pytest.raises(CentreError) as refused:
        centre.admin.decide(proposal["id"], accept=False)
    assert refused.value.code == "unknown_record"


def test_an_operation_that_waited_is_done_when_it_is_let_in(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    body = {"kind": "do_not_contact", "schema": 1, "id": "o1", "at": "x", "customer": "later"}
    laptop.log.record("do_not_contact", "o1", canonical_bytes(body))
    laptop.sync()
    [waiting] = centre.admin.quarantine()
    assert waiting.code == "unknown_record"
    centre.admin.publish("customer", [customer("later")])
    assert centre.admin.release(waiting.device, waiting.seq) is None
    laptop.sync()
    _version, held = laptop.replica.rows["customer", "later"]
    assert held is not None
    assert held["do_not_contact"] is True
