"""The first schema: the log, commands and outcomes that never change, projections, drafts, places, processes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NEVER_CHANGED = ("events", "commands", "outcomes", "processes")
PROJECTED = ("cycles", "steps", "rounds", "round_members", "drafts")
READ = ("counties", "municipalities")


def upgrade() -> None:
    op.create_table('counties',
    sa.Column('code', sa.String(length=2), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_counties'))
    )
    op.create_table('processes',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_processes')),
    sa.UniqueConstraint('key', 'version', name=op.f('uq_processes_key_version'))
    )
    op.create_table('municipalities',
    sa.Column('code', sa.String(length=4), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_municipalities_county_code')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_municipalities'))
    )
    op.create_table('commands',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('cycle_id', sa.String(length=9), nullable=True),
    sa.Column('round_id', sa.String(length=7), nullable=True),
    sa.Column('municipality_code', sa.String(length=4), nullable=True),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('request', sa.String(length=64), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_commands_county_code')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_commands_municipality_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commands'))
    )
    op.create_index(op.f('ix_commands_cycle_id'), 'commands', ['cycle_id'], unique=False)
    op.create_index(op.f('ix_commands_round_id'), 'commands', ['round_id'], unique=False)
    op.create_table('cycles',
    sa.Column('id', sa.String(length=9), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('process', sa.String(length=64), nullable=False),
    sa.Column('round_id', sa.String(length=7), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('phase', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('head', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('next_wakeup', sa.DateTime(timezone=True), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_cycles_county_code')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_cycles_municipality_code')),
    sa.ForeignKeyConstraint(['process'], ['processes.digest'], name=op.f('fk_cycles_process')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cycles')),
    sa.UniqueConstraint('municipality_code', 'year', name=op.f('uq_cycles_municipality_code_year'))
    )
    op.create_index(op.f('ix_cycles_county_code_year'), 'cycles', ['county_code', 'year'], unique=False)
    op.create_table('drafts',
    sa.Column('cycle_id', sa.String(length=9), nullable=False),
    sa.Column('step', sa.String(length=50), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', sa.String(), nullable=True),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_drafts_county_code')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_drafts_municipality_code')),
    sa.PrimaryKeyConstraint('cycle_id', 'step', name=op.f('pk_drafts'))
    )
    op.create_table('events',
    sa.Column('cycle_id', sa.String(length=9), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_events_county_code')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_events_municipality_code')),
    sa.PrimaryKeyConstraint('cycle_id', 'seq', name=op.f('pk_events')),
    sa.UniqueConstraint('position', name=op.f('uq_events_position'))
    )
    op.create_table('outcomes',
    sa.Column('command_id', sa.String(length=64), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=True),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kinds', postgresql.ARRAY(sa.String(length=40)), nullable=False),
    sa.Column('error', sa.String(length=60), nullable=True),
    sa.Column('message', sa.String(), nullable=True),
    sa.Column('findings', sa.String(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['command_id'], ['commands.id'], name=op.f('fk_outcomes_command_id')),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_outcomes_county_code')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_outcomes_municipality_code')),
    sa.PrimaryKeyConstraint('command_id', name=op.f('pk_outcomes'))
    )
    op.create_table('rounds',
    sa.Column('id', sa.String(length=7), nullable=False),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('process', sa.String(length=64), nullable=False),
    sa.Column('command_id', sa.String(length=64), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['command_id'], ['commands.id'], name=op.f('fk_rounds_command_id')),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_rounds_county_code')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_rounds_municipality_code')),
    sa.ForeignKeyConstraint(['process'], ['processes.digest'], name=op.f('fk_rounds_process')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds')),
    sa.UniqueConstraint('county_code', 'year', name=op.f('uq_rounds_county_code_year'))
    )
    op.create_table('steps',
    sa.Column('cycle_id', sa.String(length=9), nullable=False),
    sa.Column('key', sa.String(length=50), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('phase', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('acting_role', sa.String(length=40), nullable=True),
    sa.Column('target', sa.Date(), nullable=False),
    sa.Column('latest', sa.Date(), nullable=True),
    sa.Column('stale', sa.Boolean(), nullable=False),
    sa.Column('settled', sa.Boolean(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('submitted_by', sa.String(), nullable=True),
    sa.Column('content_command', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['content_command'], ['commands.id'], name=op.f('fk_steps_content_command')),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_steps_county_code')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f('fk_steps_cycle_id')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_steps_municipality_code')),
    sa.PrimaryKeyConstraint('cycle_id', 'key', name=op.f('pk_steps'))
    )
    op.create_index(op.f('ix_steps_county_code_municipality_code_acting_role'), 'steps', ['county_code', 'municipality_code', 'acting_role'], unique=False)
    op.create_table('round_members',
    sa.Column('round_id', sa.String(length=7), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('county_code', sa.String(length=2), nullable=False),
    sa.Column('cycle_id', sa.String(length=9), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=True),
    sa.Column('message', sa.String(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['county_code'], ['counties.code'], name=op.f('fk_round_members_county_code')),
    sa.ForeignKeyConstraint(['municipality_code'], ['municipalities.code'], name=op.f('fk_round_members_municipality_code')),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_round_members_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'municipality_code', name=op.f('pk_round_members'))
    )
    op.execute(POSITIONS)
    op.execute(REFUSAL)
    for table in NEVER_CHANGED:
        op.execute(f"CREATE TRIGGER {table}_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                   "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO arshjul_app")
    for table in PROJECTED:
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO arshjul_app")
    op.execute("GRANT SELECT ON alembic_version TO arshjul_app")
    for table in READ:
        op.execute(f"GRANT SELECT ON {table} TO arshjul_app")


# The lock is held until the caller's transaction ends, and the maximum is read after it is had: each statement of a
# volatile function sees what was committed before that statement.
POSITIONS = """
CREATE FUNCTION next_position() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4706339);
  RETURN (SELECT coalesce(max(position), 0) + 1 FROM events);
END
$$"""

REFUSAL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$"""
