"""The proof holds only when both ends hold the same."""

from sqlmodel import select

from sync.centre.tables import Device, ItemRow, Proof
from tests.support.sync_centre import Laptop, LocalCentre, customer


def test_a_replica_that_stays_different_is_not_proven(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.replica.digests = dict  # type: ignore[method-assign]
    outcome = laptop.sync()
    assert (outcome.proven, outcome.responses_total) == (False, 0)
    assert laptop.log.proofs == []


def test_a_change_published_between_pull_and_proof_disturbs_nothing(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()

    def publishing(method, path, deliver):  # type: ignore[no-untyped-def]
        if path.endswith("/verify"):
            centre.admin.publish("customer", [customer("1")])
        return deliver()

    centre.link = publishing
    assert laptop.sync().proven
    assert laptop.replica.resets == 0


def test_a_record_changed_at_the_centre_breaks_every_later_proof(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1", "r2")
    laptop.sync()
    with centre.store.writing() as session:
        device = session.exec(select(Device)).one()
        device.chain = bytes(32)
    outcome = laptop.sync()
    assert (outcome.proven, outcome.incarnation, outcome.duplicates) == (True, 2, 2)


def test_the_centre_keeps_each_proven_head_with_its_signature(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    laptop.record("r2")
    laptop.sync()
    with centre.store.reading() as session:
        proofs = session.exec(select(Proof).order_by(Proof.n)).all()
        chains = session.exec(select(ItemRow.chain).order_by(ItemRow.seq)).all()
    assert [(proof.n, proof.chain) for proof in proofs] == [(1, chains[0]), (2, chains[1])]
    assert all(len(proof.signature) == 64 for proof in proofs)


def test_what_is_recorded_while_the_proof_is_asked_for_is_not_counted_as_proven(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")

    def working(method, path, deliver):  # type: ignore[no-untyped-def]
        if path.endswith("/verify"):
            laptop.record("r2")
        return deliver()

    centre.link = working
    outcome = laptop.sync()
    assert (outcome.proven, outcome.n, outcome.responses_total) == (True, 1, 1)
