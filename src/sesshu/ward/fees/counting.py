"""The doses a clinic may be paid for, counted by kind and price.

Doses of guarded people are in no count: where they were given is behind the wall (number-linkage §5.5 D3).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from sesshu.foundation.walls import current_place
from sesshu.schedule.types import Rulebook
from sesshu.ward.fees.charges import Charges, charges_of
from sesshu.ward.fees.codes import BILLED
from sesshu.ward.fees.exemptions import UNTAXED_THEN, untaxed_spans
from sesshu.ward.fees.rules import fee_of, is_charged
from sesshu.ward.fees.settling import Row
from sesshu.wire.clinic_files.codes import GIVEN

# The first rows of doses that the 国保連 claims and nobody has answered; the newest file of a month holds.
WAITING = """waiting AS (
    SELECT l.dose_id AS first_id FROM claims_line l JOIN claims_file f ON f.id = l.file_id
    WHERE l.state = 'read' AND l.dose_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM claims_outcome o WHERE o.line_id = l.id)
      AND NOT EXISTS (SELECT FROM claims_file n
          WHERE n.federation = f.federation AND n.month = f.month AND n.id > f.id)
)"""
# Standing doses of a contract clinic that are neither paid nor claimed by the 国保連. An earlier row of the
# dose that the same clinic was paid for is taken back in the same settlement (UNDONE).
PAYABLE = """
WITH {waiting}
SELECT d.id, d.series, d.product, d.outcome, d.given_on,
       unit_price_on(k.contract, d.series, d.product, d.outcome, d.given_on),
       d.series = ANY (%(charged)s) AND fee_is_exempt(d.resident_id, d.given_on, {untaxed})
FROM dose_particulars p
JOIN dose d ON d.particulars_of_id = p.proposal_id
JOIN current_dose c ON c.dose_id = d.id
LEFT JOIN clinic k ON k.provider_code = p.provider_code AND k.valid_from <= d.given_on
    AND (k.valid_until IS NULL OR d.given_on <= k.valid_until)
WHERE p.provider_code = %(provider)s AND d.source = ANY (%(billed)s)
  AND date_trunc('month', d.given_on)::date = ANY (%(months)s) AND NOT dose_is_excluded(d.id)
  AND NOT EXISTS (SELECT FROM waiting w WHERE w.first_id = first_row_of_dose(d.id))
  AND NOT EXISTS (
    SELECT FROM settled_dose s
    WHERE s.sign = 1 AND s.first_dose_id = first_row_of_dose(d.id)
      AND NOT EXISTS (SELECT FROM settled_dose b WHERE b.first_dose_id = s.first_dose_id AND b.turn > s.turn)
      AND (s.dose_id = d.id OR s.claims_line_id IS NOT NULL OR NOT EXISTS (
            SELECT FROM dose o JOIN dose_particulars q ON q.proposal_id = o.particulars_of_id
            WHERE o.id = s.dose_id AND q.provider_code = p.provider_code)))
ORDER BY d.id
""".replace("{untaxed}", UNTAXED_THEN).replace("{waiting}", WAITING)
# Doses a clinic was paid for that do not stand any more, or are excluded since.
UNDONE = """
SELECT d.id, d.series, d.outcome, d.given_on, s.unit_yen, s.charge_yen
FROM dose_particulars p
JOIN dose d ON d.particulars_of_id = p.proposal_id
JOIN settled_dose s ON s.dose_id = d.id AND s.sign = 1 AND s.claims_line_id IS NULL
WHERE p.provider_code = %(provider)s
  AND (NOT EXISTS (SELECT FROM current_dose c WHERE c.dose_id = d.id) OR dose_is_excluded(d.id))
  AND NOT EXISTS (SELECT FROM settled_dose b WHERE b.first_dose_id = s.first_dose_id AND b.turn > s.turn)
ORDER BY d.id
"""
# Settled months before this one, with the kinds that were returned and not claimed anew since.
RECLAIMED = """
SELECT s.month, l.series, l.outcome, max(l.settlement_id) IS NOT NULL AND NOT EXISTS (
    SELECT FROM clinic_claim c WHERE c.provider_code = s.provider_code AND c.month = s.month
      AND c.id > s.claim_id)
FROM settlement s LEFT JOIN settlement_line l ON l.settlement_id = s.id AND l.treatment = 'returned'
WHERE s.provider_code = %s AND s.month < %s
GROUP BY s.id, s.month, l.series, l.outcome
"""


@dataclass(frozen=True, slots=True)
class CountedDose:
    """A dose with the row it is counted in; `sign` is -1 where it is taken back."""

    dose_id: int
    row: Row
    sign: int = 1


def of_month(provider: str, month: date, rulebook: Rulebook) -> list[CountedDose]:
    """The doses of a clinic's month that may be paid and were not yet."""
    return list(_payable(provider, [month], rulebook))


def of_earlier(provider: str, month: date, rulebook: Rulebook) -> list[CountedDose]:
    """過誤: doses of settled months before `month` that came late, were claimed anew, or are undone."""
    settled: dict[date, set[tuple[str, str]]] = {}
    for earlier, series, outcome, waits in _rows(RECLAIMED, [provider, month]):
        settled.setdefault(earlier, set())
        if waits:
            settled[earlier].add((series, outcome))
    late = [
        each
        for each in _payable(provider, list(settled), rulebook)
        if each.row.is_priced and each.row.kind not in settled[each.row.month]
    ]
    return late + list(_undone(provider))


def summed(doses: list[CountedDose]) -> tuple[Row, ...]:
    """Rows with their numbers of doses."""
    numbers = Counter[Row]()
    for each in doses:
        numbers[each.row] += each.sign
    return tuple(
        Row(row.month, row.series, row.outcome, row.unit_yen, row.charge_yen, number)
        for row, number in numbers.items()
        if number
    )


def charge_of_dose(
    series: str,
    product: str | None,
    outcome: str,
    given_on: date,
    rulebook: Rulebook,
    charges: Charges,
    *,
    is_exempt: bool,
) -> int | None:
    """What the patient paid in yen; nothing where nobody was vaccinated, None where nobody entered it."""
    if outcome != GIVEN:
        return 0
    return fee_of(series, given_on, rulebook, charges, product=product, is_exempt=is_exempt).yen


def _payable(provider: str, months: list[date], rulebook: Rulebook) -> Iterator[CountedDose]:
    charges = charges_of(current_place().municipality)
    asked = {
        "provider": provider,
        "months": months,
        "charged": [code for code in rulebook.series if is_charged(code, rulebook)],
        "billed": list(BILLED),
        **untaxed_spans(charges),
    }
    for dose, series, product, outcome, given_on, unit, is_exempt in _rows(PAYABLE, asked):
        charge = charge_of_dose(
            series, product, outcome, given_on, rulebook, charges, is_exempt=is_exempt
        )
        yield CountedDose(dose, Row(given_on.replace(day=1), series, outcome, unit, charge, 0))


def _undone(provider: str) -> Iterator[CountedDose]:
    for dose, series, outcome, given_on, unit, charge in _rows(UNDONE, {"provider": provider}):
        yield CountedDose(dose, Row(given_on.replace(day=1), series, outcome, unit, charge, 0), -1)


def _rows(query: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
