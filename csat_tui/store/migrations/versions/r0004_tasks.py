"""Draws; what funnels count of a task: its pack, the day it is due and its place."""

import json

import sqlalchemy as sa
from alembic import op

from schemas.figures.funnel import day_of, place_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

task = sa.table("task", *(sa.column(name) for name in ("id", "body", "pack", "due_day", "place")))


def upgrade() -> None:
    op.add_column("task", sa.Column("pack", sa.String(), nullable=True))
    op.add_column("task", sa.Column("due_day", sa.String(), nullable=False, server_default=""))
    op.add_column("task", sa.Column("place", sa.String(), nullable=True))
    op.create_index("ix_task_pack_due_day_place", "task", ["pack", "due_day", "place"])
    op.create_table(
        "draw",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draw"),
    )
    op.create_index("ix_draw_pack", "draw", ["pack"])
    connection = op.get_bind()
    for id, stored in connection.execute(sa.select(task.c.id, task.c.body)).all():
        body = json.loads(stored)
        news = {"pack": body.get("pack"), "due_day": day_of(body), "place": place_of(body)}
        connection.execute(sa.update(task).where(task.c.id == id).values(news))


def downgrade() -> None:
    raise NotImplementedError("a file is not made older; use the backup from before the migration")
