"""Marks of devices, as they stand in the serials of forms"""

import sqlalchemy as sa
from alembic import op

from schemas.paper.serial import free_mark

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

device = sa.table("device", *(sa.column(name) for name in ("id", "mark", "created_at")))


def upgrade() -> None:
    with op.batch_alter_table("device") as batch:
        batch.add_column(sa.Column("mark", sa.String(), nullable=False, server_default=""))
    _give(op.get_bind())
    with op.batch_alter_table("device") as batch:
        batch.alter_column("mark", existing_type=sa.String(), server_default=None)
        batch.create_unique_constraint("uq_device_mark", ["mark"])


def _give(connection: sa.Connection) -> None:
    """The first device keeps the mark its serials have had until now; another of the same mark gets a new one."""
    taken: set[str] = set()
    ids = (
        connection.execute(sa.select(device.c.id).order_by(device.c.created_at, device.c.id)).scalars().all()
    )
    for id in ids:
        mark = free_mark(id, taken)
        taken.add(mark)
        connection.execute(sa.update(device).where(device.c.id == id).values(mark=mark))


def downgrade() -> None:
    with op.batch_alter_table("device") as batch:
        batch.drop_constraint("uq_device_mark", type_="unique")
        batch.drop_column("mark")
