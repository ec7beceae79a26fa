"""Where in a step's content something has become stale.

Every cycle is folded anew from its log afterwards: what was kept of staleness did not say why.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("steps", sa.Column("stale_at", sa.String(), server_default="[]", nullable=False))
    op.execute("UPDATE cycles SET outlook = ''")
