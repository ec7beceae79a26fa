"""The row-level security of a table, as migrations write it. The setting is read once a query, not once a row.

What has been migrated stays as it is: another form of policy is another constant here, never a change of one.
"""

_SCOPE = "(SELECT codes_in_scope())::text[]"

EVERYWHERE = f"'*' = ANY ({_SCOPE})"
IN_COUNTY = f"county_code = ANY ({_SCOPE})"
IN_MUNICIPALITY = f"municipality_code = ANY ({_SCOPE})"
IN_PLACE = f"{EVERYWHERE} OR {IN_COUNTY} OR {IN_MUNICIPALITY}"
ONE_S_OWN = "person = (SELECT current_setting('arshjul.person', true))"


def shared_if(condition: str) -> str:
    """Rows for their municipality alone, unless the condition makes them everybody's who is in the place."""
    return f"{IN_MUNICIPALITY} OR (({condition}) AND ({EVERYWHERE} OR {IN_COUNTY}))"


def fenced(table: str, rule: str = IN_PLACE) -> tuple[str, str]:
    """The statements that show and take the rows of a table by a rule alone. They do not bind the table's owner."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY in_scope ON {table} USING ({rule}) WITH CHECK ({rule})",
    )
