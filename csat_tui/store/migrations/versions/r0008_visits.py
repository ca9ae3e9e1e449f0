"""Visits that were held, and the yearly plans of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT, NUMBER = sa.String, sa.Integer

TABLES: dict[str, dict[str, type[sa.String] | type[sa.Integer]]] = {
    "visit": {"customer": TEXT, "day": TEXT, "line?": TEXT, "status": TEXT},
    "visit_plan": {"year": NUMBER, "pack": TEXT, "status": TEXT},
    "plan_line": {"plan": TEXT, "customer": TEXT, "no": NUMBER, "pack?": TEXT},
}
INDEXED = {
    "visit": ("customer", "day", "line"),
    "visit_plan": ("pack",),
    "plan_line": ("plan", "customer", "pack"),
}


def upgrade() -> None:
    for table, columns in TABLES.items():
        op.create_table(
            table,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("body", sa.JSON(), nullable=False),
            *(sa.Column(name.rstrip("?"), type(), nullable="?" in name) for name, type in columns.items()),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
        for column in INDEXED[table]:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    raise NotImplementedError("a file is not made older; use the backup from before the migration")
