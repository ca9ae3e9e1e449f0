"""Temporary customers of responses are published; ``sync.centre.mending`` does it, the tables stay"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
