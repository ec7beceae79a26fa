"""What the boards show of a cycle, ready to read; and all cycles of a year in order."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cycles", sa.Column("outlook", sa.String(), server_default="", nullable=False))
    op.create_index("ix_cycles_year_id", "cycles", ["year", "id"])
