"""Row-level security on every table that holds something of a municipality or a county: the second fence.

    drafts, comments within a municipality,   by the municipality's code alone
    internal annexes and their withdrawal
    up to where somebody has read             by the place's code and the person, or everywhere
    everything else                           by the municipality's code, the county's, or everywhere

A round, and the command that opened it, have no municipality and so go by the county's code. Without row security:

    counties, municipalities   public codes and names, the same for everybody and written by the owner alone
    processes                  what comes with the project and counties' own versions of it; no place, nothing personal
    alembic_version            which schema this is

Two questions must see across, and answer with one number or one hash: the next position in the order of all events, and
whether an Idempotency-Key of a person's was used for another request, in a place they may no longer see. Foreign keys
and unique constraints see across by themselves.
"""

from alembic import op

from storage.fence import EVERYWHERE, IN_MUNICIPALITY, IN_PLACE, ONE_S_OWN, fenced, shared_if

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PLAIN = ("events", "commands", "outcomes", "cycles", "steps", "rounds", "round_members", "statements", "notices")
FENCES = {
    **dict.fromkeys(PLAIN, IN_PLACE),
    "drafts": IN_MUNICIPALITY,
    "comments": shared_if("audience = 'shared'"),
    "comment_marks": f"{EVERYWHERE} OR (({IN_PLACE}) AND {ONE_S_OWN})",
    "evidence": shared_if("visibility = 'public'"),
    "evidence_withdrawals": f"({IN_PLACE}) AND EXISTS (SELECT FROM evidence WHERE evidence.id = evidence_id)",
}

SCOPE = """
CREATE FUNCTION codes_in_scope() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_to_array(current_setting('arshjul.scope', true), ' ')
$$"""

# As in 0001, now as the owner, whom row security does not bind.
POSITIONS = """
CREATE OR REPLACE FUNCTION next_position() RETURNS bigint LANGUAGE plpgsql VOLATILE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4706339);
  RETURN (SELECT coalesce(max(position), 0) + 1 FROM public.events);
END
$$"""

REQUESTS = """
CREATE FUNCTION request_of(given text) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT request FROM public.commands WHERE id = given
  UNION ALL SELECT request FROM public.comments WHERE id = given
  UNION ALL SELECT request FROM public.evidence WHERE key = given
  LIMIT 1
$$"""


def upgrade() -> None:
    for function in (SCOPE, POSITIONS, REQUESTS):
        op.execute(function)
    for function in ("next_position()", "request_of(text)"):
        op.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO arshjul_app")
    for table, rule in FENCES.items():
        for statement in fenced(table, rule):
            op.execute(statement)
