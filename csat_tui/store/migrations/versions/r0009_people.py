"""The people who work on one laptop."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("pin", sa.String(), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wrong_at", sa.String(), nullable=True),
        sa.Column("notice_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )


def downgrade() -> None:
    raise NotImplementedError("a file is not made older; use the backup from before the migration")
