"""What is safe in a verified backup"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("device") as batch:
        batch.add_column(sa.Column("backed_up_through", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("device") as batch:
        batch.alter_column("backed_up_through", server_default=None)
    op.add_column("centre", sa.Column("backed_up_at", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("centre", "backed_up_at")
    op.drop_column("device", "backed_up_through")
