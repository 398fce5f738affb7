"""契約単価: entered and changed by two people; a price that runs ends where the new one begins (V011, R5)."""

from dataclasses import dataclass
from datetime import date

import msgspec
from django.db import connection

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees.codes import PRICES
from sesshu.ward.fees.models import UnitPrice
from sesshu.ward.fees.situations import PricesOverlap
from sesshu.ward.records.codes import Outcome

PURPOSE = "契約単価の管理"
PRICE = "SELECT unit_price_on(%s, %s, %s, %s, %s)"
WRITE = "INSERT INTO unit_price (proposal_id, place) SELECT %s, generate_series(0, %s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What the ward pays a clinic for one dose or one screening, in yen with tax; both days inclusive."""

    contract: Contract
    series: str
    product: str = ""
    """The one product it is the price of; empty: of every product that has none of its own."""
    outcome: Outcome
    yen: int
    valid_from: date
    valid_until: date | None = None


def propose(actor: Actor, prices: list[Price], reason: str) -> Proposal:
    """Ask a second person to enter these prices."""
    said = {"rows": msgspec.to_builtins(prices)}
    return second_person.propose(actor, PRICES, said, [], reason, purpose=PURPOSE)


@takes_effect(PRICES)
def _entered(actor: Actor, proposal: Proposal) -> None:
    """Write the prices of an approved text. Raises PricesOverlap."""
    with (
        situations_by_constraint({"unit_price_is_one_a_day": PricesOverlap}),
        connection.cursor() as cursor,
    ):
        cursor.execute(WRITE, [proposal.pk, len(prices_in(proposal)) - 1])


def prices_in(proposal: Proposal) -> list[Price]:
    """The prices a proposal asks for."""
    return msgspec.convert(proposal.payload["rows"], list[Price])


def prices() -> list[UnitPrice]:
    """Every price, by kind of contract and series, the newest first."""
    found = UnitPrice.objects.order_by("contract", "series", "product", "outcome", "-valid_from")
    return list(found)


def price_on(
    contract: Contract, series: str, product: str | None, outcome: Outcome, day: date
) -> int | None:
    """What the ward pays for one on a day, in yen; None where nobody has entered it."""
    with connection.cursor() as cursor:
        cursor.execute(PRICE, [contract.value, series, product, outcome.value, day])
        (yen,) = cursor.fetchone()
    return None if yen is None else int(yen)
