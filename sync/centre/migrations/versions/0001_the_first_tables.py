"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_token",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_access_token"),
    )
    op.create_index("ix_access_token_expires_at", "access_token", ["expires_at"])

    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_centre"),
    )
    op.create_table(
        "change",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=False),
        sa.Column("total_sum", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name="pk_change"),
    )
    op.create_index("ix_change_stream_entity", "change", ["stream", "entity", "seq"])

    op.create_table(
        "device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("successor_of", sa.String(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("request", name="uq_device_request"),
    )
    op.create_index("ix_device_person", "device", ["person"])

    op.create_table(
        "enrolment_code",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("used_at", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_enrolment_code"),
    )
    op.create_index("ix_enrolment_code_person", "enrolment_code", ["person"])

    op.create_table(
        "item",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("device", "seq", name="pk_item"),
    )
    op.create_index("ix_item_id", "item", ["id"])
    op.create_index("ix_item_status_about", "item", ["status", "about"])

    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "proof",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("proven_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("device", "n", name="pk_proof"),
    )
    op.create_table(
        "reference",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "id", name="pk_reference"),
    )
    op.create_index("ix_reference_stream", "reference", ["stream"])

    op.create_table(
        "response",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("pack_version", sa.String(), nullable=False),
        sa.Column("local_date", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("business_line", sa.String(), nullable=False),
        sa.Column("consultant", sa.String(), nullable=False),
        sa.Column("completion", sa.String(), nullable=False),
        sa.Column("case_class", sa.String(), nullable=False),
        sa.Column("score", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("low", sa.String(), nullable=True),
        sa.Column("high", sa.String(), nullable=True),
        sa.Column("unrated_reason", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("device_seq", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("centre_score", sa.String(), nullable=True),
        sa.Column("score_check", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
    )
    op.create_index("ix_response_customer", "response", ["customer"])
    op.create_index("ix_response_local_date", "response", ["local_date"])
    op.create_index("ix_response_pack", "response", ["pack"])
    op.create_index("ix_response_task", "response", ["task"])

    op.create_table(
        "stream_head",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("min_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_stream_head"),
    )


def downgrade() -> None:
    op.drop_table("stream_head")
    op.drop_table("response")
    op.drop_table("reference")
    op.drop_table("proof")
    op.drop_table("person")
    op.drop_table("item")
    op.drop_table("enrolment_code")
    op.drop_table("device")
    op.drop_table("change")
    op.drop_table("centre")
    op.drop_table("access_token")
