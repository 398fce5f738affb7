"""The doses of a clinic's month one by one, for who says which is not paid for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from sesshu.ward.fees.codes import BILLED
from sesshu.ward.fees.settling import Kind

MOST = 500
DOSES = """
SELECT d.id, d.resident_id, r.atena_number, v.name, d.given_on, d.series, d.outcome, p.provider_code,
    coalesce(x.cause, CASE WHEN x.id IS NULL AND d.payment_excluded THEN '入力時に支払対象外' END)
FROM dose_particulars p
JOIN dose d ON d.particulars_of_id = p.proposal_id
JOIN current_dose c ON c.dose_id = d.id
JOIN resident r ON r.id = d.resident_id
JOIN LATERAL (
    SELECT t.name FROM resident_timeline t
    WHERE t.resident_id = r.id AND t.superseded_at IS NULL AND NOT t.is_revoked
    ORDER BY t.valid_from DESC LIMIT 1
) v ON true
LEFT JOIN LATERAL (
    SELECT e.id, e.cause FROM payment_exclusion e WHERE e.dose_id = d.id ORDER BY e.id DESC LIMIT 1
) x ON true
WHERE d.source = ANY (%(billed)s) AND p.provider_code IS NOT NULL AND {which}
ORDER BY d.given_on, d.id LIMIT %(most)s
"""
OF_MONTH = DOSES.format(
    which="p.provider_code = %(provider)s AND date_trunc('month', d.given_on) = %(month)s"
)
ONE = DOSES.format(which="d.id = %(dose)s")


@dataclass(frozen=True, slots=True)
class DoseOfClinic:
    """A dose; `excluded` says why it is not paid for."""

    id: int
    resident_id: int
    atena_number: str
    name: str
    given_on: date
    series: str
    outcome: str
    provider_code: str
    excluded: str | None

    @property
    def kind(self) -> Kind:
        """What a claim names it by."""
        return self.series, self.outcome


def doses_of(provider: str, month: date) -> list[DoseOfClinic]:
    """The doses of a clinic's month by day; at most MOST."""
    return _read(OF_MONTH, {"provider": provider, "month": month})


def dose_of(dose_id: int) -> DoseOfClinic | None:
    """One dose; None where there is none, or where it was given is behind the wall."""
    return next(iter(_read(ONE, {"dose": dose_id})), None)


def _read(query: str, values: dict[str, Any]) -> list[DoseOfClinic]:
    with connection.cursor() as cursor:
        cursor.execute(query, values | {"most": MOST, "billed": list(BILLED)})
        return [DoseOfClinic(*row) for row in cursor.fetchall()]
