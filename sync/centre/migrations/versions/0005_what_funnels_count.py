"""What funnels count of a task: its pack, the day it is due and its place"""

import json

import sqlalchemy as sa
from alembic import op

from schemas.figures.funnel import day_of, place_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = ("pack", "due_day", "place")
reference = sa.table(
    "reference", *(sa.column(name) for name in ("entity", "id", "deleted", "body", *COLUMNS))
)


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("reference", sa.Column(name, sa.String(), nullable=True))
    op.create_index("ix_reference_pack_due_day_place", "reference", list(COLUMNS))
    connection = op.get_bind()
    tasks = sa.select(reference.c.id, reference.c.body).where(
        reference.c.entity == "task", reference.c.deleted.is_(sa.false())
    )
    for id, stored in connection.execute(tasks).all():
        body = json.loads(stored)
        here = (reference.c.entity == "task") & (reference.c.id == id)
        news = {"pack": body.get("pack"), "due_day": day_of(body), "place": place_of(body)}
        connection.execute(sa.update(reference).where(here).values(news))


def downgrade() -> None:
    op.drop_index("ix_reference_pack_due_day_place", "reference")
    for name in COLUMNS:
        op.drop_column("reference", name)
