"""What records are about; temporary customers of responses"""

import json

import sqlalchemy as sa
from alembic import op

from schemas.records.identity import temporary_id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = ("number", "customer", "event")
reference = sa.table("reference", *(sa.column(name) for name in ("entity", "id", "body", *COLUMNS)))
response = sa.table("response", sa.column("id"), sa.column("customer"))
item = sa.table("item", sa.column("id"), sa.column("status"), sa.column("body"))


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("reference", sa.Column(name, sa.String(), nullable=True))
        op.create_index(f"ix_reference_{name}", "reference", [name])
    connection = op.get_bind()
    for row in connection.execute(sa.select(reference).where(reference.c.entity != "pack")).all():
        body = json.loads(row.body)
        news = {name: body.get(name) or None for name in COLUMNS}
        here = (reference.c.entity == row.entity) & (reference.c.id == row.id)
        connection.execute(sa.update(reference).where(here).values(news))
    _temporary(connection)


def _temporary(connection: sa.Connection) -> None:
    """Responses of people not on file point to the temporary customer that their id makes."""
    bodies = (
        sa.select(item.c.id, item.c.body)
        .join(response, response.c.id == item.c.id)
        .where(response.c.customer.is_(None), item.c.status == "stored")
    )
    for id, body in connection.execute(bodies).all():
        if json.loads(body).get("temp"):
            change = sa.update(response).where(response.c.id == id).values(customer=temporary_id(id))
            connection.execute(change)


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_index(f"ix_reference_{name}", "reference")
        op.drop_column("reference", name)
