"""過誤: what was paid by way of the 国保連 and does not stand any more as it was paid (V103, V106).

A correction that changes nothing of what is paid for, a lot number say, takes nothing back. Where somebody
was vaccinated who is guarded by now is behind the wall: what was paid for them stays.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from sesshu.ward.federation.codes import LineFinding
from sesshu.ward.federation.judging import Paid
from sesshu.ward.federation.known import row_taken_back

_UNDONE = """
SELECT s.first_dose_id, s.dose_id, s.claims_line_id, l.claim_number, s.unit_yen, s.charge_yen,
    d.given_on, d.series, d.outcome, n.id IS NULL, dose_is_excluded(coalesce(n.id, d.id)),
    (n.series, n.outcome) IS DISTINCT FROM (d.series, d.outcome), n.given_on <> d.given_on,
    q.provider_code IS DISTINCT FROM p.provider_code, n.product IS DISTINCT FROM d.product
FROM settled_dose s
JOIN claims_line l ON l.id = s.claims_line_id AND l.state = 'read'
JOIN claims_file f ON f.id = l.file_id AND f.federation = %s
JOIN dose d ON d.id = s.dose_id
JOIN dose_particulars p ON p.proposal_id = d.particulars_of_id
LEFT JOIN dose n ON n.id = standing_row_of_dose(s.dose_id)
LEFT JOIN dose_particulars q ON q.proposal_id = n.particulars_of_id
WHERE s.sign = 1
  AND NOT EXISTS (SELECT FROM settled_dose b WHERE b.first_dose_id = s.first_dose_id AND b.turn > s.turn)
  AND (NOT EXISTS (SELECT FROM current_dose c WHERE c.dose_id = s.dose_id)
       OR s.dose_id IN (SELECT dose_id FROM payment_exclusion))
ORDER BY s.id
"""
_REASONS = (
    LineFinding.CANCELLED,
    LineFinding.EXCLUDED,
    LineFinding.OTHER_KIND,
    LineFinding.OTHER_DAY,
    LineFinding.OTHER_CLINIC,
    LineFinding.OTHER_PRODUCT,
)


@dataclass(frozen=True, slots=True)
class Undone:
    """A payment that is taken back, and why."""

    paid: Paid
    finding: LineFinding


def undone(federation: str) -> list[Undone]:
    """Every payment by way of a 国保連 that the records do not bear any more, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDONE, [federation])
        found = [_undone(*row) for row in cursor.fetchall()]
    return [each for each in found if each is not None]


def _undone(first: int, dose: int, line: int, number: str, *others: Any) -> Undone | None:
    priced, said = others[:5], others[5:]
    reason = next((why for why, so in zip(_REASONS, said, strict=True) if so), None)
    if reason is None:
        return None
    return Undone(Paid(first, dose, line, row_taken_back(*priced), number), reason)
