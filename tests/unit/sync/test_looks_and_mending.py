"""Looks at customers at the centre, and what is mended when an older database is opened."""

from sqlalchemy import text
from sqlmodel import Session, select

from schemas.canonical import canonical_bytes
from schemas.records.identity import temporary_id
from sync.centre.mending import mend
from sync.centre.store import engine_of
from sync.centre.tables import ChangeRow, ReferenceRow
from tests.support.sync_centre import PACK, Laptop, LocalCentre, customer


def look(id: str, who: str = "c1", **other: str) -> bytes:
    body = {"kind": "customer.look", "schema": 1, "id": id, "at": "2025-03-14T12:00:00+08:00"}
    return canonical_bytes({**body, "customer": who, "what": "card", **other})


class TestALookAtACustomer:
    def test_is_kept_and_listed_under_whose_laptop_it_was(self, centre: LocalCentre) -> None:
        centre.admin.publish("customer", [customer("c1", name="王建国")])
        laptop = Laptop(centre).enrol("li")
        laptop.log.record("customer.look", "l1", look("l1", user="somebody else"))
        laptop.log.record("customer.look", "l2", look("l2", "c9", what="phone"))
        assert laptop.sync().proven
        assert centre.admin.quarantine() == []
        seen = [(one.user, one.customer, one.name, one.what) for one in centre.admin.looks()]
        assert seen == [("li", "c1", "王建国", "card"), ("li", "c9", None, "phone")]
        assert [one.customer for one in centre.admin.looks(customer="c9")] == ["c9"]
        assert list(centre.admin.looks(user="wang")) == []

    def test_is_not_published_to_other_laptops(self, centre: LocalCentre) -> None:
        laptop = Laptop(centre).enrol("li")
        with centre.store.reading() as session:
            before = len(session.exec(select(ChangeRow)).all())
        laptop.log.record("customer.look", "l1", look("l1"))
        laptop.sync()
        with centre.store.reading() as session:
            assert len(session.exec(select(ChangeRow)).all()) == before

    def test_that_does_not_say_at_whom_waits_in_quarantine(self, centre: LocalCentre) -> None:
        laptop = Laptop(centre).enrol("li")
        laptop.log.record("customer.look", "l1", look("l1", ""))
        laptop.sync()
        assert [row.code for row in centre.admin.quarantine()] == ["invalid_body"]


class TestADatabaseFromBeforeTemporaryCustomersWerePublished:
    def make_old(self, centre: LocalCentre) -> None:
        """As version 0005 left it: the response points to a temporary customer that nobody has."""
        with Session(engine_of(centre.store)) as session:
            gone = {"id": temporary_id("r1")}
            session.execute(text("DELETE FROM reference WHERE id = :id"), gone)
            session.execute(text("DELETE FROM change WHERE id = :id"), gone)
            session.execute(text("DELETE FROM stream_head WHERE stream LIKE 'cust:%'"))
            session.commit()

    def open_again(self, centre: LocalCentre) -> None:
        """What a migration from 0004 does when the tables are those of the present."""
        with Session(engine_of(centre.store)) as session, session.begin():
            mend(session, "0004")

    def test_has_them_published_when_it_is_opened(self, centre: LocalCentre) -> None:
        centre.admin.approve(PACK)
        laptop = Laptop(centre).enrol("li")
        laptop.record("r1", customer=None, temp={"name": "赵师傅", "phone": "13800001234"})
        laptop.record("r2")
        laptop.sync()
        self.make_old(centre)
        self.open_again(centre)
        with centre.store.reading() as session:
            found = session.exec(select(ReferenceRow).where(ReferenceRow.entity == "customer")).all()
            assert [(row.id, row.stream) for row in found] == [(temporary_id("r1"), "cust:main")]
        other = Laptop(centre).enrol("wang")
        assert other.sync().proven
        assert ("customer", temporary_id("r1")) in other.replica.rows

    def test_is_mended_once(self, centre: LocalCentre) -> None:
        centre.admin.approve(PACK)
        laptop = Laptop(centre).enrol("li")
        laptop.record("r1", customer=None, temp={"name": "赵师傅"})
        laptop.sync()
        self.make_old(centre)
        for _time in range(2):
            self.open_again(centre)
        with centre.store.reading() as session:
            changes = session.exec(select(ChangeRow).where(ChangeRow.id == temporary_id("r1"))).all()
            assert [change.version for change in changes] == [1]
