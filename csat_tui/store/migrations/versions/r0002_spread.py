"""How often which worth was given, beside the sums of a roll-up cell; see ``store.recount.renew``."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cell") as batch:
        batch.add_column(sa.Column("spread", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("cell") as batch:
        batch.alter_column("spread", server_default=None)
