"""Paid doses with another charge by what is known now: 生保 or 課税区分 told for days gone by (B14, V014).

Nothing is paid or taken back by itself: the clinic may hold money of the patient. Whoever settles says of
such a dose that it is not paid for, which takes the payment back (過誤), then that it is, which pays it anew.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from sesshu.foundation.walls import current_place
from sesshu.schedule.types import Rulebook
from sesshu.ward.fees.charges import charges_of
from sesshu.ward.fees.counting import charge_of_dose
from sesshu.ward.fees.exemptions import UNTAXED_THEN, untaxed_spans
from sesshu.ward.fees.rules import is_charged
from sesshu.ward.fees.settling import Kind

PAID = """
SELECT d.id, d.resident_id, r.atena_number, d.given_on, d.series, d.product, d.outcome, s.charge_yen,
       fee_is_exempt(d.resident_id, d.given_on, {untaxed})
FROM settled_dose s
JOIN dose d ON d.id = s.dose_id
JOIN current_dose c ON c.dose_id = d.id
JOIN dose_particulars p ON p.proposal_id = d.particulars_of_id
JOIN resident r ON r.id = d.resident_id
WHERE p.provider_code = %(provider)s AND s.sign = 1 AND d.series = ANY (%(charged)s)
  AND NOT EXISTS (SELECT FROM settled_dose b WHERE b.first_dose_id = s.first_dose_id AND b.turn > s.turn)
ORDER BY d.given_on, d.id
""".replace("{untaxed}", UNTAXED_THEN)


@dataclass(frozen=True, slots=True)
class ChangedCharge:
    """A paid dose: what its settlement took for paid by the patient, and what it is by now, in yen."""

    dose_id: int
    resident_id: int
    atena_number: str
    given_on: date
    series: str
    outcome: str
    paid_yen: int
    now_yen: int

    @property
    def kind(self) -> Kind:
        """What a claim names it by."""
        return self.series, self.outcome


def changed_charges(provider: str, rulebook: Rulebook) -> list[ChangedCharge]:
    """Of a clinic's paid doses those with another charge by now, by day; none of guarded people."""
    charges = charges_of(current_place().municipality)
    charged = [code for code in rulebook.series if is_charged(code, rulebook)]
    asked: dict[str, Any] = {"provider": provider, "charged": charged, **untaxed_spans(charges)}
    found = []
    with connection.cursor() as cursor:
        cursor.execute(PAID, asked)
        for dose, resident, number, given_on, series, product, outcome, paid, is_exempt in cursor:
            now = charge_of_dose(
                series, product, outcome, given_on, rulebook, charges, is_exempt=is_exempt
            )
            if now is not None and now != paid:
                found.append(
                    ChangedCharge(dose, resident, number, given_on, series, outcome, paid, now)
                )
    return found
