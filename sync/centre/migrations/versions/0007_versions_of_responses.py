"""Versions of responses: which one counts, and who interviewed"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

response = sa.table(
    "response", *(sa.column(name) for name in ("id", "original", "interviewer", "device", "device_seq"))
)
item = sa.table("item", *(sa.column(name) for name in ("device", "seq", "body")))


def upgrade() -> None:
    with op.batch_alter_table("response") as batch:
        batch.add_column(sa.Column("original", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("amends", sa.String(), nullable=True))
        batch.add_column(sa.Column("interviewer", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("superseded_by", sa.String(), nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table("response") as batch:
        for name in ("original", "interviewer"):
            batch.alter_column(name, existing_type=sa.String(), server_default=None)
        batch.alter_column("counted", existing_type=sa.Boolean(), server_default=None)
    op.create_index("ix_response_original", "response", ["original"])


def _fill(connection: sa.Connection) -> None:
    """Until now every response was a final one and counted."""
    connection.execute(sa.update(response).values(original=response.c.id))
    here = (item.c.device == response.c.device) & (item.c.seq == response.c.device_seq)
    for id, body in connection.execute(sa.select(response.c.id, item.c.body).join(item, here)).all():
        if who := json.loads(body or b"{}").get("interviewer"):
            connection.execute(sa.update(response).where(response.c.id == id).values(interviewer=who))


def downgrade() -> None:
    op.drop_index("ix_response_original", "response")
    with op.batch_alter_table("response") as batch:
        for name in ("original", "amends", "interviewer", "counted", "superseded_by"):
            batch.drop_column(name)
