"""What paper is where: the forms of a batch or mailing, and the form of a serial, as they stand here."""

from collections.abc import Sequence

from sqlmodel import col, select

from csat_tui.store.among import among
from csat_tui.store.database import Store
from csat_tui.store.tables import KeyingRow, MailingRow, PaperBatchRow, PaperFormRow
from schemas.records.paper import Keying, Mailing, PaperBatch, PaperForm


def batch(store: Store, id: str) -> PaperBatch | None:
    """A batch; None when there is none of this id."""
    with store.read() as session:
        row = session.get(PaperBatchRow, id)
        return PaperBatch.model_validate(row.body) if row else None


def batches(store: Store, *, closed: bool = False) -> Sequence[PaperBatch]:
    """Batches that are not closed, or all; the one received last first."""
    query = select(PaperBatchRow).order_by(
        col(PaperBatchRow.received_on).desc(), col(PaperBatchRow.number).desc()
    )
    if not closed:
        query = query.where(PaperBatchRow.status != "closed")
    with store.read() as session:
        return [PaperBatch.model_validate(row.body) for row in session.exec(query)]


def forms_of(store: Store, batch: str) -> Sequence[PaperForm]:
    """The forms registered in a batch, in the order they lie in it."""
    query = select(PaperFormRow).where(PaperFormRow.batch == batch)
    with store.read() as session:
        rows = session.exec(query.order_by(col(PaperFormRow.place), col(PaperFormRow.serial))).all()
    return [PaperForm.model_validate(row.body) for row in rows]


def form(store: Store, serial: str) -> PaperForm | None:
    """The form with this serial, wherever it is; None when nobody issued or registered one."""
    with store.read() as session:
        row = session.exec(select(PaperFormRow).where(PaperFormRow.serial == serial)).first()
        return PaperForm.model_validate(row.body) if row else None


def mailing(store: Store, series: str) -> Mailing | None:
    """The mailing whose serials begin so; None when there is none."""
    with store.read() as session:
        row = session.exec(select(MailingRow).where(MailingRow.series == series)).first()
        return Mailing.model_validate(row.body) if row else None


def mailings(store: Store) -> Sequence[Mailing]:
    """All mailings, the newest first."""
    with store.read() as session:
        rows = session.exec(select(MailingRow).order_by(col(MailingRow.issued_on).desc())).all()
    return [Mailing.model_validate(row.body) for row in rows]


def issued(store: Store, mailing: str) -> Sequence[PaperForm]:
    """Every form of a mailing, in the order of their serials."""
    query = select(PaperFormRow).where(PaperFormRow.mailing == mailing).order_by(col(PaperFormRow.serial))
    with store.read() as session:
        return [PaperForm.model_validate(row.body) for row in session.exec(query)]


def tasks_with_a_form(store: Store, tasks: Sequence[str]) -> set[str]:
    """Which of these tasks a form was issued for."""
    query = select(PaperFormRow.task)
    with store.read() as session:
        return {task for task in session.exec(query.where(among(col(PaperFormRow.task), tasks))) if task}


def keyings_of(store: Store, batch: str) -> Sequence[Keying]:
    """The second keyings of a batch."""
    with store.read() as session:
        rows = session.exec(select(KeyingRow).where(KeyingRow.batch == batch)).all()
    return [Keying.model_validate(row.body) for row in rows]
