"""Questionnaires that were set aside and count in no figure."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("void", sa.String(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a file is not made older; use the backup from before the migration")
