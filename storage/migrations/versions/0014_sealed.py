"""What the provider signed is kept sealed from now on; what was kept in the open goes.

Whoever is signed in meanwhile signs out here alone, not at the provider too.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE sessions SET id_token = NULL")
