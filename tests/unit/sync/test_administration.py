"""Users, codes and devices, as an administrator handles them."""

import pytest

from sync.centre.faults import CentreError
from sync.centre.store import engine_of
from sync.centre.tables import Device
from tests.support.sync_centre import Laptop, LocalCentre, customer


def test_a_code_makes_the_user_it_is_for(centre: LocalCentre) -> None:
    centre.admin.code("li", role="clerk", region="north")
    assert [(user.id, user.role, user.region) for user in centre.admin.users()] == [("li", "clerk", "north")]


def test_a_second_code_leaves_role_and_region_as_they_are(centre: LocalCentre) -> None:
    centre.admin.code("li", role="clerk", region="north")
    centre.admin.code("li")
    assert [(user.role, user.region) for user in centre.admin.users()] == [("clerk", "north")]


@pytest.mark.parametrize("name", ["", "a b", "task:x", "x" * 65, "\u202e"])
def test_names_that_cannot_stand_in_a_stream_are_refused(centre: LocalCentre, name: str) -> None:
    with pytest.raises(CentreError) as refused:
        centre.admin.user(name)
    assert refused.value.code == "bad_user"


def test_a_device_says_whose_it_is_and_how_much_it_sent(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol("li")
    laptop.record("r1", "r2")
    laptop.sync()
    assert [(device.person, device.n) for device in centre.admin.devices()] == [("li", 2)]


def test_a_device_that_does_not_exist_cannot_be_revoked(centre: LocalCentre) -> None:
    with pytest.raises(CentreError):
        centre.admin.revoke("nothing")


def test_each_user_gets_the_customers_of_their_region_and_their_own_tasks(centre: LocalCentre) -> None:
    task = {
        "id": "t1",
        "type": "visit",
        "customer": "1",
        "assignee": "li",
        "due_at": "2025-03-14T24:00+08:00",
    }
    centre.admin.publish("customer", [customer("1")], region="north")
    centre.admin.publish("customer", [customer("2")], region="south")
    centre.admin.publish("task", [task])
    centre.admin.user("li", region="north")
    centre.admin.user("wang", region="south")
    li, wang = Laptop(centre).enrol("li"), Laptop(centre).enrol("wang")
    assert set(li.replica.rows) - set(wang.replica.rows) == {("customer", "1"), ("task", "t1")}
    assert set(wang.replica.rows) - set(li.replica.rows) == {("customer", "2")}


def test_a_user_who_moves_to_another_region_gets_its_customers_instead(centre: LocalCentre) -> None:
    centre.admin.publish("customer", [customer("1")], region="north")
    centre.admin.publish("customer", [customer("2")], region="south")
    centre.admin.user("li", region="north")
    laptop = Laptop(centre).enrol("li")
    centre.admin.user("li", region="south")
    assert laptop.sync().proven
    assert {id for entity, id in laptop.replica.rows if entity == "customer"} == {"2"}


def test_secrets_are_not_kept_in_clear(centre: LocalCentre) -> None:
    code = centre.admin.code("li")
    laptop = Laptop(centre).enrol("li")
    laptop.sync()
    engine_of(centre.store).dispose()
    written = b"".join(file.read_bytes() for file in centre.file.parent.glob("centre.sqlite*"))
    assert code.encode() not in written
    assert code.replace("-", "").encode() not in written
    assert Device.__tablename__.encode() in written
