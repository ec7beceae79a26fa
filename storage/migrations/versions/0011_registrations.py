"""Registrations of documents in the diarium of the municipality and of the county: rows that never change."""

import sqlalchemy as sa
from alembic import op

from storage.fence import IN_PLACE, fenced

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("cycle_id", sa.String(length=9), nullable=False),
        sa.Column("document", sa.String(length=30), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("on_behalf", sa.String(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_registrations_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_registrations_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
    )
    op.create_index(op.f("ix_registrations_cycle_id_document_id"), "registrations", ["cycle_id", "document", "id"])
    op.create_index(op.f("ix_registrations_key"), "registrations", ["key"], unique=True)
    op.execute(
        "CREATE TRIGGER registrations_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON registrations "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute("GRANT SELECT, INSERT ON registrations TO arshjul_app")
    for statement in fenced("registrations", IN_PLACE):
        op.execute(statement)
