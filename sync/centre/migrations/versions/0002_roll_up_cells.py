"""Roll-up cells"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = ("pack", "day", "business_line", "consultant", "item")


def upgrade() -> None:
    op.create_table(
        "cell",
        *(sa.Column(name, sa.String(), nullable=False) for name in KEY),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(), nullable=False),
        sa.Column("low", sa.String(), nullable=False),
        sa.Column("high", sa.String(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_cell"),
    )


def downgrade() -> None:
    op.drop_table("cell")
