"""請求書 of clinics as they were entered; the newest about a month holds (V101)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.ward.fees.codes import SETTLE_PURPOSE
from sesshu.ward.fees.models import ClinicClaim, ClinicClaimLine
from sesshu.ward.fees.settling import Claimed, Kind

ENTER = "INSERT INTO clinic_claim (provider_code, month) VALUES (%s, %s) RETURNING id"
LINE = """
INSERT INTO clinic_claim_line (claim_id, series, outcome, doses, yen) VALUES (%s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim; without an id where none was entered."""

    id: int | None = None
    lines: Mapping[Kind, Claimed] = field(default_factory=dict)


def claim_of(provider: str, month: date) -> Claim:
    """The claim of a clinic about a month that holds."""
    newest = ClinicClaim.objects.filter(provider_code=provider, month=month).order_by("-id").first()
    if newest is None:
        return Claim()
    lines = ClinicClaimLine.objects.filter(claim=newest)
    return Claim(
        newest.pk, {(line.series, line.outcome): Claimed(line.doses, line.yen) for line in lines}
    )


def enter(actor: Actor, provider: str, month: date, lines: Mapping[Kind, Claimed]) -> int:
    """Keep what a clinic claims for a month; its number. A later one takes the place of an earlier one."""
    with ledger.act(actor, "fees.claim_entered", SETTLE_PURPOSE) as event:
        with connection.cursor() as cursor:
            cursor.execute(ENTER, [provider, month])
            (number,) = cursor.fetchone()
            for (series, outcome), said in lines.items():
                cursor.execute(LINE, [number, series, outcome, said.doses, said.yen])
        event.detail(claim=number)
    return int(number)
