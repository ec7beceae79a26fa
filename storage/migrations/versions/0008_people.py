"""People, what they are where, when they are away, and the log of all that: append-only, without a name.

People are seen by whoever shares a place with a role that they have or had, and by themselves; roles by those of the
place; absences, and the log, by whoever sees the person. What is decided about people is decided in a transaction that
sees everybody, since who else is coordinator of a place is asked of all.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.fence import EVERYWHERE, IN_PLACE, fenced

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ME = "(SELECT current_setting('arshjul.person', true))"
KNOWN = "{0} OR EXISTS (SELECT FROM people WHERE people.id = {1})"
FENCES = {
    "grants": f"person_id = {ME} OR {IN_PLACE}",
    "people": f"{EVERYWHERE} OR id = {ME} OR EXISTS (SELECT FROM grants WHERE grants.person_id = people.id)",
    "absences": KNOWN.format(EVERYWHERE, "person_id"),
    "people_log": KNOWN.format(EVERYWHERE, "stream"),
}


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.String(length=40), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_people_issuer_subject")),
    )
    op.create_index(
        "uq_people_email_open",
        "people",
        ["email"],
        unique=True,
        postgresql_where=sa.text("state IN ('invited', 'active')"),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=50), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=True),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("bodies", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_grants_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_grants_municipality_code")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_grants_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    for column in ("person_id", "county_code", "municipality_code"):
        op.create_index(op.f(f"ix_grants_{column}"), "grants", [column])
    op.create_table(
        "absences",
        sa.Column("id", sa.String(length=50), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("substitute_id", sa.String(length=40), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["people.id"], name=op.f("fk_absences_substitute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    for column in ("person_id", "substitute_id"):
        op.create_index(op.f(f"ix_absences_{column}"), "absences", [column])
    op.create_table(
        "people_log",
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=True),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("command_id", sa.String(length=64), nullable=True),
        sa.Column("request", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["county_code"], ["counties.code"], name=op.f("fk_people_log_county_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_people_log_municipality_code")
        ),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_people_log")),
    )
    op.create_index(op.f("ix_people_log_command_id"), "people_log", ["command_id"])
    op.execute(
        "CREATE TRIGGER people_log_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON people_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute("GRANT SELECT, INSERT ON people_log TO arshjul_app")
    for table in ("people", "grants", "absences"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO arshjul_app")
    for table, rule in FENCES.items():
        for statement in fenced(table, rule):
            op.execute(statement)
