"""Versions of responses and their order in lists; when an entry was acknowledged; the index of their words."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from csat_tui.store import response_index
from csat_tui.store.places import place_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COMPOSED = {
    "ix_response_counted_place": ["counted", "place"],
    "ix_response_counted_pack_place": ["counted", "pack", "place"],
    "ix_response_counted_case_class_place": ["counted", "case_class", "place"],
    "ix_response_original": ["original"],
}


def upgrade() -> None:
    op.add_column("log", sa.Column("acknowledged_at", sa.String(), nullable=True))
    op.create_index("ix_log_result", "log", ["result"])
    with op.batch_alter_table("response") as batch:
        batch.add_column(sa.Column("original", sa.String(), nullable=True))
        batch.add_column(sa.Column("amends", sa.String(), nullable=True))
        batch.add_column(sa.Column("interviewer", sa.String(), nullable=True))
        batch.add_column(sa.Column("counted", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("superseded_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("place", sa.BigInteger(), nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table("response") as batch:
        for name, kind in (("original", sa.String()), ("interviewer", sa.String())):
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.alter_column("counted", existing_type=sa.Boolean(), nullable=False)
        batch.alter_column("place", existing_type=sa.BigInteger(), nullable=False)
        batch.create_unique_constraint("uq_response_place", ["place"])
    for name, columns in COMPOSED.items():
        op.create_index(name, "response", columns)
    # The index is derived from the bodies and made by the present code, whatever made it before.
    session = Session(op.get_bind())
    response_index.rebuild(session)
    session.flush()


def _fill(connection: sa.Connection) -> None:
    """Until now every response was a final one and counted."""
    connection.exec_driver_sql(
        "UPDATE response SET original = id, counted = 1, interviewer = coalesce("
        " json_extract((SELECT CAST(body AS TEXT) FROM log WHERE seq = log_seq), '$.interviewer'), '')"
    )
    found = connection.exec_driver_sql("SELECT id, local_date, log_seq FROM response").all()
    places = [{"place": place_of(day, seq), "id": id} for id, day, seq in found]
    if places:
        connection.execute(sa.text("UPDATE response SET place = :place WHERE id = :id"), places)


def downgrade() -> None:
    raise NotImplementedError("a file is not made older; use the backup from before the migration")
