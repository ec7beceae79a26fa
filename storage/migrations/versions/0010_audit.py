"""The request that a command came with, who read what is internal, and the signed heads of all chains."""

import sqlalchemy as sa
from alembic import op

from storage.fence import IN_PLACE, fenced

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NEVER_CHANGED = ("readings", "anchors")


def upgrade() -> None:
    op.add_column("commands", sa.Column("request_id", sa.String(length=64), nullable=True))
    op.create_table(
        "readings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("on_behalf", sa.String(), nullable=True),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("of", sa.String(length=100), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_readings_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_readings_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
    )
    op.create_index(op.f("ix_readings_municipality_code_id"), "readings", ["municipality_code", "id"])
    op.create_table(
        "anchors",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=88), nullable=False),
        sa.Column("public_key", sa.String(length=44), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_anchors")),
        sa.UniqueConstraint("previous", name=op.f("uq_anchors_previous")),
    )
    for table in NEVER_CHANGED:
        op.execute(
            f"CREATE TRIGGER {table}_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"GRANT SELECT, INSERT ON {table} TO arshjul_app")
    for statement in fenced("readings", IN_PLACE):
        op.execute(statement)
