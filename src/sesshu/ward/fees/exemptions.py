"""Whether somebody need not pay on a day: all that pages may ask about welfare and taxes (ADR 75)."""

from collections.abc import Iterable
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation.walls import current_place
from sesshu.schedule.types import Rulebook
from sesshu.ward.fees.charges import Charges, charges_of
from sesshu.ward.fees.rules import Fee, fee_of

ASK = """
SELECT a.resident_id FROM unnest(%s::bigint[]) AS a (resident_id) WHERE fee_is_exempt(a.resident_id, %s, %s)
"""
# Whether 非課税 was a reason not to pay on the day of the dose `d`; with the values of `untaxed_spans`.
UNTAXED_THEN = """EXISTS (
    SELECT FROM unnest(%(untaxed_from)s::date[], %(untaxed_until)s::date[]) AS u (from_on, until_on)
    WHERE d.given_on BETWEEN u.from_on AND u.until_on
)"""
ASK_ON_DAYS = "SELECT * FROM exempt_of_fees(%s::bigint[], %s::date[], %s::boolean[])"


def exempt_on(residents: Iterable[int], day: date, zone: str = DEFAULT_DB_ALIAS) -> set[int]:
    """Those of the residents who need not pay on a day."""
    untaxed = charges_of(current_place().municipality).untaxed_are_exempt(day)
    with connections[zone].cursor() as cursor:
        cursor.execute(ASK, [list(residents), day, untaxed])
        return {resident for (resident,) in cursor.fetchall()}


def exempt_on_days(asked: Iterable[tuple[int, date]], zone: str) -> set[tuple[int, date]]:
    """Of residents each with a day, those who need not pay on it: one question, which jobs alone may ask."""
    charges = charges_of(current_place().municipality)
    pairs = sorted(set(asked))
    residents, days = [resident for resident, _ in pairs], [day for _, day in pairs]
    untaxed_too = [charges.untaxed_are_exempt(day) for day in days]
    with connections[zone].cursor() as cursor:
        cursor.execute(ASK_ON_DAYS, [residents, days, untaxed_too])
        return set(cursor.fetchall())


def untaxed_spans(charges: Charges) -> dict[str, list[date]]:
    """The spans of days in which a ward lets 非課税 count, as a statement with UNTAXED_THEN takes them."""
    spans = [each for each in charges.exempts_untaxed if each.value]
    return {
        "untaxed_from": [each.effective_from for each in spans],
        "untaxed_until": [each.effective_until or date.max for each in spans],
    }


def fee_on(
    resident: int, series: str, day: date, rulebook: Rulebook, product: str | None = None
) -> Fee:
    """Who pays for a dose of one resident on a day."""
    exempt = resident in exempt_on([resident], day)
    charges = charges_of(current_place().municipality)
    return fee_of(series, day, rulebook, charges, product=product, is_exempt=exempt)
