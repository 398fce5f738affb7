"""The state a resident is registered in now, as a part of larger queries."""

NEWEST = """JOIN LATERAL (
    SELECT state.* FROM resident_timeline state
    WHERE state.resident_id = {resident} AND state.superseded_at IS NULL AND NOT state.is_revoked
    ORDER BY state.valid_from DESC LIMIT 1
) {name} ON true"""


def with_registered(query: str, resident: str, name: str) -> str:
    """The query with ``{registered}`` as the newest state that was neither replaced nor revoked, as `name`.

    `resident` is the column that holds the resident's id. A resident of whom no state is left is not found.
    """
    newest = NEWEST.replace("{resident}", resident).replace("{name}", name)
    return query.replace("{registered}", newest)
