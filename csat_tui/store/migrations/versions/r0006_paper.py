"""The paper desk: mailings, batches, forms and second keyings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = {
    "mailing": ("series", "pack", "issued_on"),
    "paper_batch": ("number", "pack", "status", "received_on"),
    "paper_form": ("serial", "mailing?", "batch?", "customer?", "task?", "fate?", "response?"),
    "keying": ("form", "batch", "status"),
}
INDEXED = {
    "mailing": ("series",),
    "paper_batch": ("number", "status"),
    "paper_form": ("serial", "mailing", "batch", "customer", "task", "response"),
    "keying": ("form", "batch"),
}


def upgrade() -> None:
    for table, columns in TABLES.items():
        op.create_table(
            table,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("body", sa.JSON(), nullable=False),
            *(sa.Column(name.rstrip("?"), sa.String(), nullable=name.endswith("?")) for name in columns),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
        for column in INDEXED[table]:
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.add_column("paper_form", sa.Column("place", sa.Integer(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a file is not made older; use the backup from before the migration")
