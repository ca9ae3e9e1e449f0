"""Events, projects, attempts, imports and proposals; temporary customers; the search index.

Customers stay as they are; everybody who was recorded without being on file becomes a temporary customer.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from csat_tui.store import index
from schemas.records.identity import temporary_id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("customer") as batch:
        batch.drop_column("search")
        batch.add_column(sa.Column("merged_into", sa.String(), nullable=True))
    op.create_index("ix_customer_merged_into", "customer", ["merged_into"])
    op.add_column("task", sa.Column("event", sa.String(), nullable=True))
    op.create_index("ix_task_event", "task", ["event"])
    _records("event", "source_system", "source_no", "customer?", "status", "closed_at?")
    _records("project", "number", "customer?")
    _records("attempt", "task?", "customer?", "at_utc", "disposition")
    _records("batch", "file_hash", "status")
    _records("proposal", "record", "status")
    for table, *columns in (
        ("event", "source_no", "customer", "closed_at"),
        ("project", "number", "customer"),
        ("attempt", "task", "customer", "at_utc"),
        ("batch", "file_hash"),
        ("proposal", "record", "status"),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
    _operations()
    _temporary_customers(op.get_bind())
    # The index is derived from the customers and made by the present code, whatever made it before.
    session = Session(op.get_bind())
    index.rebuild(session)
    session.flush()


def _records(table: str, *columns: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        *(sa.Column(name.rstrip("?"), sa.String(), nullable=name.endswith("?")) for name in columns),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _operations() -> None:
    op.create_table(
        "operation",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["log.seq"], name="fk_operation_seq"),
        sa.PrimaryKeyConstraint("seq", "record", name="pk_operation"),
    )
    op.create_index("ix_operation_record", "operation", ["record"])
    op.create_index("ix_operation_batch", "operation", ["batch"])
    op.create_table(
        "search_place",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_search_place"),
        sa.UniqueConstraint("customer", name="uq_search_place_customer"),
    )


def _temporary_customers(connection: sa.Connection) -> None:
    asked = sa.text(
        "SELECT response.id, log.seq, log.body FROM response JOIN log ON log.seq = response.log_seq"
        " WHERE response.customer IS NULL"
    )
    for id, seq, body in connection.execute(asked).all():
        temp = json.loads(body).get("temp")
        if temp:
            _temporary_customer(connection, id, seq, temp)


def _temporary_customer(connection: sa.Connection, response: str, seq: int, temp: dict[str, Any]) -> None:
    made = temporary_id(response)
    body = temp | {"id": made, "number": "", "type": "person", "status": "temporary"}
    body |= {"contacts": [], "assets": [], "do_not_contact": False, "search": ""}
    connection.execute(
        sa.text("INSERT INTO customer (id, version, number, name, body) VALUES (:id, 0, '', :name, :body)"),
        {"id": made, "name": temp["name"], "body": json.dumps(body, ensure_ascii=False)},
    )
    change = "UPDATE response SET customer = :customer WHERE id = :id"
    connection.execute(sa.text(change), {"customer": made, "id": response})
    note = "INSERT INTO operation (seq, record) VALUES (:seq, :record)"
    connection.execute(sa.text(note), {"seq": seq, "record": made})


def downgrade() -> None:
    raise NotImplementedError("a file is not made older; use the backup from before the migration")
