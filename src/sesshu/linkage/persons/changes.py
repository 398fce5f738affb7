"""Take in 異動: who is new gets a 団体内統合宛名番号, and every change is kept (S2.1, S2.2).

Without a 個人番号 nobody can tell that two 宛名番号 mean one person, so each new one is a person of its own
(number-linkage §1.4); binding them is the work of the 付番依頼, which brings the 個人番号.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connections

from sesshu.wire.papers.resident_changed import Change

JOBS = "jobs"

# A number is issued for each 宛名番号 not yet known, in the order in which they are told.
BIND_NEW = """
WITH unknown AS (
    SELECT told.atena_number, row_number() OVER (ORDER BY min(told.position)) AS turn
    FROM unnest(%s::text[]) WITH ORDINALITY AS told (atena_number, position)
    WHERE NOT EXISTS (SELECT FROM person_atena a WHERE a.atena_number = told.atena_number)
    GROUP BY told.atena_number
), issued AS (
    INSERT INTO person (integrated_number) SELECT NULL FROM unknown ORDER BY turn RETURNING id
), numbered AS (
    SELECT id, row_number() OVER (ORDER BY id) AS turn FROM issued
)
INSERT INTO person_atena (atena_number, person_id)
SELECT unknown.atena_number, numbered.id FROM unknown JOIN numbered USING (turn)
"""
KEEP = """
INSERT INTO person_change (atena_id, reason, changed_on, paper_id, position, told_at)
SELECT a.id, told.reason, told.changed_on, %s, told.position, %s
FROM unnest(%s::text[], %s::text[], %s::date[]) WITH ORDINALITY
     AS told (atena_number, reason, changed_on, position)
JOIN person_atena a USING (atena_number)
ON CONFLICT (paper_id, position) DO NOTHING
"""
CONCERNED = """
SELECT DISTINCT person_id FROM person_atena WHERE atena_number = ANY (%s) ORDER BY person_id
"""


def take_in(changes: Sequence[Change], paper_id: UUID, told_at: datetime) -> list[int]:
    """Keep ``changes`` of one paper in the open transaction on ``jobs``; the ids of the persons concerned.

    The same paper once more changes nothing.
    """
    numbers = [change.atena_number for change in changes]
    reasons = [change.reason for change in changes]
    days = [change.changed_on for change in changes]
    with connections[JOBS].cursor() as cursor:
        cursor.execute(BIND_NEW, [numbers])
        cursor.execute(KEEP, [paper_id, told_at, numbers, reasons, days])
        cursor.execute(CONCERNED, [numbers])
        return [person for (person,) in cursor.fetchall()]
