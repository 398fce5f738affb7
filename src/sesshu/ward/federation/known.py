"""What the ward knows about the lines of a file: doses with their prices, payments, lines of before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from sesshu.foundation.walls import current_place
from sesshu.schedule.types import Rulebook
from sesshu.ward.federation.judging import Known, Line, Paid, RecordedDose
from sesshu.ward.fees.charges import charges_of
from sesshu.ward.fees.codes import BILLED, Treatment
from sesshu.ward.fees.counting import charge_of_dose
from sesshu.ward.fees.exemptions import UNTAXED_THEN, untaxed_spans
from sesshu.ward.fees.rules import is_charged
from sesshu.ward.fees.settling import Row
from sesshu.ward.matching.persons import numbers_of

# The newest row of each dose at a clinic that may be the one of a line: of its series, or of its day.
_DOSES = """
SELECT a.resident_id, first_row_of_dose(d.id), d.id, d.series, d.product, d.outcome, d.given_on,
    p.provider_code, c.dose_id IS NOT NULL, dose_is_excluded(d.id),
    unit_price_on(k.contract, d.series, d.product, d.outcome, d.given_on),
    d.series = ANY (%(charged)s) AND fee_is_exempt(d.resident_id, d.given_on, {untaxed})
FROM unnest(%(residents)s::bigint[], %(numbers)s::bigint[], %(series)s::text[], %(days)s::date[])
    AS a (resident_id, number, series, given_on)
JOIN dose d ON d.resident_id = a.number AND (d.series = a.series OR d.given_on = a.given_on)
JOIN dose_particulars p ON p.proposal_id = d.particulars_of_id
LEFT JOIN current_dose c ON c.dose_id = d.id
LEFT JOIN clinic k ON k.provider_code = p.provider_code AND k.valid_from <= d.given_on
    AND (k.valid_until IS NULL OR d.given_on <= k.valid_until)
WHERE d.source = ANY (%(billed)s) AND p.provider_code IS NOT NULL
  AND NOT EXISTS (SELECT FROM dose n WHERE n.supersedes_id = d.id)
ORDER BY d.given_on, d.id
""".replace("{untaxed}", UNTAXED_THEN)
_STANDING = """
SELECT s.first_dose_id, s.dose_id, s.claims_line_id, s.unit_yen, s.charge_yen,
    d.given_on, d.series, d.outcome, l.claim_number
FROM settled_dose s JOIN dose d ON d.id = s.dose_id LEFT JOIN claims_line l ON l.id = s.claims_line_id
WHERE s.sign = 1
  AND NOT EXISTS (SELECT FROM settled_dose b WHERE b.first_dose_id = s.first_dose_id AND b.turn > s.turn)
"""
_PAID = _STANDING + " AND s.first_dose_id = ANY (%s)"
_PAID_BY_CLAIM = _STANDING + " AND l.claim_number = ANY (%s) AND l.state = 'read'"


def known_about(lines: Sequence[Line], rulebook: Rulebook) -> Known:
    """Doses, prices and payments that the lines are held against."""
    doses = doses_for(lines, rulebook)
    firsts = {dose.first for found in doses.values() for dose in found}
    numbers = {line.form.original_number for line in lines if line.form}
    paid = [*_paid(_PAID, firsts), *_paid(_PAID_BY_CLAIM, filter(None, numbers))]
    return Known(doses, {each.first: each for each in paid})


def doses_for(lines: Sequence[Line], rulebook: Rulebook) -> dict[int, list[RecordedDose]]:
    """Doses of the residents of lines, of the same series or on the same day, by resident."""
    known = [(line.resident, line.form) for line in lines if line.resident and line.form]
    numbers = numbers_of({resident for resident, _ in known})
    asked = [
        (resident, number, form.series, form.given_on)
        for resident, form in known
        for number in numbers[resident]
    ]
    found: defaultdict[int, dict[int, RecordedDose]] = defaultdict(dict)
    for resident, dose in _priced(asked, rulebook):
        found[resident][dose.id] = dose
    return {resident: list(doses.values()) for resident, doses in found.items()}


def _priced(
    asked: Sequence[tuple[int, int, str, date]], rulebook: Rulebook
) -> Iterator[tuple[int, RecordedDose]]:
    charges = charges_of(current_place().municipality)
    values = {
        "residents": [each[0] for each in asked],
        "numbers": [each[1] for each in asked],
        "series": [each[2] for each in asked],
        "days": [each[3] for each in asked],
        "charged": [code for code in rulebook.series if is_charged(code, rulebook)],
        "billed": list(BILLED),
        **untaxed_spans(charges),
    }
    for resident, *facts, is_exempt in _rows(_DOSES, values):
        _, _, series, product, outcome, given_on, *_ = facts
        charge = charge_of_dose(
            series, product, outcome, given_on, rulebook, charges, is_exempt=is_exempt
        )
        yield resident, RecordedDose(*(*facts, charge))


def _paid(query: str, keys: Iterable[object]) -> Iterator[Paid]:
    for first, dose, line, *priced, number in _rows(query, [list(keys)]):
        yield Paid(first, dose, line, row_taken_back(*priced), number)


def row_taken_back(
    unit_yen: int, charge_yen: int, given_on: date, series: str, outcome: str
) -> Row:
    """The row that takes a payment back: as much as was paid."""
    month = given_on.replace(day=1)
    return Row(month, series, outcome, unit_yen, charge_yen, -1, Treatment.ADJUSTED)


def _rows(query: str, values: Any) -> Collection[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
