"""A month of all clinics: what was counted, claimed, settled. Counts only, nobody's name (V100, V105)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from sesshu.ward.fees.codes import BILLED
from sesshu.ward.fees.counting import WAITING

MONTH = """
WITH {waiting}, by_federation AS (
    SELECT first_id FROM waiting
    UNION SELECT s.first_dose_id FROM settled_dose s JOIN dose d ON d.id = s.dose_id
    WHERE d.given_on >= %(month)s AND d.given_on < %(month)s + interval '1 month'
      AND s.sign = 1 AND s.claims_line_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM settled_dose b WHERE b.first_dose_id = s.first_dose_id AND b.turn > s.turn)
), counted AS (
    SELECT p.provider_code, count(*) AS doses
    FROM dose d JOIN current_dose c ON c.dose_id = d.id
    JOIN dose_particulars p ON p.proposal_id = d.particulars_of_id
    WHERE d.given_on >= %(month)s AND d.given_on < %(month)s + interval '1 month'
      AND d.source = ANY (%(billed)s) AND p.provider_code IS NOT NULL
      AND NOT EXISTS (SELECT FROM by_federation b WHERE b.first_id =
          CASE WHEN d.supersedes_id IS NULL THEN d.id ELSE first_row_of_dose(d.id) END)
    GROUP BY p.provider_code
), claimed AS (
    SELECT c.provider_code, sum(l.doses) AS doses, sum(l.yen) AS yen
    FROM clinic_claim c JOIN clinic_claim_line l ON l.claim_id = c.id
    WHERE c.month = %(month)s AND NOT EXISTS (
        SELECT FROM clinic_claim n
        WHERE n.provider_code = c.provider_code AND n.month = c.month AND n.id > c.id)
    GROUP BY c.provider_code
)
SELECT f.provider_code,
    coalesce((SELECT k.name FROM clinic k WHERE k.provider_code = f.provider_code
              ORDER BY k.valid_from DESC LIMIT 1), ''),
    coalesce(n.doses, 0), coalesce(q.doses, 0), coalesce(q.yen, 0), s.yen,
    (SELECT count(*) FROM settlement_line l WHERE l.settlement_id = s.id AND l.treatment = 'returned'),
    EXISTS (SELECT FROM proposal p WHERE p.kind = 'ward.settlement' AND p.state = 'open'
            AND p.payload::jsonb ->> 'provider_code' = f.provider_code
            AND (p.payload::jsonb ->> 'month')::date = %(month)s)
FROM (SELECT provider_code FROM counted UNION SELECT provider_code FROM claimed) f
LEFT JOIN counted n USING (provider_code)
LEFT JOIN claimed q USING (provider_code)
LEFT JOIN settlement s ON s.provider_code = f.provider_code AND s.month = %(month)s
ORDER BY f.provider_code
""".replace("{waiting}", WAITING)


@dataclass(frozen=True, slots=True)
class ClinicMonth:
    """A clinic's month; `settled_yen` is None until two people fixed it."""

    provider_code: str
    name: str
    recorded: int
    claimed: int
    claimed_yen: int
    settled_yen: int | None
    returned: int
    waits: bool


def clinics_of(month: date) -> list[ClinicMonth]:
    """Every clinic that vaccinated somebody in a month or claims so."""
    with connection.cursor() as cursor:
        cursor.execute(MONTH, {"month": month, "billed": list(BILLED)})
        return [ClinicMonth(*row) for row in cursor.fetchall()]
