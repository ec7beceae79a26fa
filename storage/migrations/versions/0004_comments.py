"""Comments, which never change, and up to where each person has read them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("cycle_id", sa.String(length=9), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("step", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("object", sa.String(length=200), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("refers_to", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_comments_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_comments_municipality_code")
        ),
        sa.ForeignKeyConstraint(["refers_to"], ["comments.number"], name=op.f("fk_comments_refers_to")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_comments")),
        sa.UniqueConstraint("id", name=op.f("uq_comments_id")),
    )
    op.create_index(op.f("ix_comments_cycle_id_number"), "comments", ["cycle_id", "number"])
    op.create_index(op.f("ix_comments_refers_to_kind"), "comments", ["refers_to", "kind"])
    op.create_index(op.f("ix_comments_county_code_kind_number"), "comments", ["county_code", "kind", "number"])
    op.create_table(
        "comment_marks",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.String(length=9), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_comment_marks_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_comment_marks_municipality_code")
        ),
        sa.PrimaryKeyConstraint("person", "cycle_id", name=op.f("pk_comment_marks")),
    )
    op.execute(
        "CREATE TRIGGER comments_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON comments "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute("GRANT SELECT, INSERT ON comments TO arshjul_app")
    op.execute("GRANT SELECT, INSERT, UPDATE ON comment_marks TO arshjul_app")
