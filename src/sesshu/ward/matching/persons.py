"""Which 宛名 are one person's, now or as it was known at an instant."""

from collections.abc import Collection
from datetime import datetime

from django.db import connections

SAME_PERSON = """
WITH link AS NOT MATERIALIZED (
    SELECT kept_id, merged_id FROM merge_timeline
    WHERE recorded_at <= %(known_at)s AND (undone_at IS NULL OR undone_at > %(known_at)s)
), asked AS (
    SELECT a.id, coalesce(l.kept_id, a.id) AS person_id
    FROM unnest(%(residents)s::bigint[]) a (id) LEFT JOIN link l ON l.merged_id = a.id
)
SELECT id, person_id FROM asked
UNION ALL SELECT a.id, l.merged_id FROM asked a JOIN link l ON l.kept_id = a.person_id
"""


def numbers_of(
    residents: Collection[int], known_at: datetime | None = None, using: str = "default"
) -> dict[int, tuple[int, ...]]:
    """Each of these residents with every 宛名 of the same person, as ids: the kept one first.

    Somebody who was never merged has one, their own.
    """
    values = {"residents": list(residents), "known_at": known_at or "infinity"}
    found: dict[int, list[int]] = {resident: [] for resident in residents}
    with connections[using].cursor() as cursor:
        cursor.execute(SAME_PERSON, values)
        for resident, number in cursor.fetchall():
            found[resident].append(number)
    return {resident: (numbers[0], *sorted(numbers[1:])) for resident, numbers in found.items()}
