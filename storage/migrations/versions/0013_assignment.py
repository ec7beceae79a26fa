"""Who has a step, where it is one person in particular; and what people are told of it: rows that only become seen."""

import sqlalchemy as sa
from alembic import op

from storage.fence import IN_PLACE, fenced

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("steps", sa.Column("person", sa.String(length=60), nullable=True))
    op.add_column("steps", sa.Column("submitted_for", sa.String(length=60), nullable=True))
    op.create_index(op.f("ix_steps_person"), "steps", ["person"], postgresql_where=sa.text("person IS NOT NULL"))
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cycle_id", sa.String(length=9), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=50), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_inbox_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_inbox_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("cycle_id", "seq", "person", name=op.f("uq_inbox_cycle_id_seq_person")),
    )
    op.create_index(op.f("ix_inbox_person_id"), "inbox", ["person", "id"])
    op.execute("GRANT SELECT, INSERT ON inbox TO arshjul_app")
    op.execute("GRANT UPDATE (seen_at) ON inbox TO arshjul_app")
    for statement in fenced("inbox", IN_PLACE):
        op.execute(statement)
