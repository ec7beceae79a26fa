"""Evidence on steps, and its withdrawals: rows that never change."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEVER_CHANGED = ("evidence", "evidence_withdrawals")


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("cycle_id", sa.String(length=9), nullable=False),
        sa.Column("step", sa.String(length=50), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(visibility = 'internal') = (reason IS NOT NULL AND reference IS NOT NULL)",
            name=op.f("ck_evidence_annex_has_its_grounds"),
        ),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_evidence_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_evidence_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_cycle_id_step_id"), "evidence", ["cycle_id", "step", "id"])
    op.create_index(op.f("ix_evidence_key"), "evidence", ["key"], unique=True)
    op.create_table(
        "evidence_withdrawals",
        sa.Column("evidence_id", sa.BigInteger(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_evidence_withdrawals_county_code")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_withdrawals_evidence_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_evidence_withdrawals_municipality_code")
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_withdrawals")),
    )
    for table in NEVER_CHANGED:
        op.execute(
            f"CREATE TRIGGER {table}_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"GRANT SELECT, INSERT ON {table} TO arshjul_app")
