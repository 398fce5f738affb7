"""Clinics' months for tests: prices and claims entered, months fixed by two people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clinic_files_of_tests import CLINIC, clinic, enter_clinics
from doses_of_tests import BORN, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE
from residents_of_tests import add_resident

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.schedule import load
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees import claims, prices, settlements
from sesshu.ward.fees.prices import Price
from sesshu.ward.fees.settling import Claimed, Compared, Kind, Row
from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.queries import RecordedDose

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
MR1: Kind = ("MR1", "given")
UNIT = 11_000


def price(**others: Any) -> Price:
    """What a dose of MR1 costs the ward."""
    said: dict[str, Any] = {
        "contract": Contract.WARD,
        "series": "MR1",
        "outcome": Outcome.GIVEN,
        "yen": UNIT,
        "valid_from": APRIL,
    }
    return Price(**(said | others))


def enter_prices(*entries: Price) -> None:
    """One person enters prices, another approves."""
    asked = prices.propose(CLERK, list(entries), "契約書のとおり")
    second_person.approve(COLLEAGUE, asked.pk, asked.sha256)


def contract(**others: Any) -> None:
    """The clinic of tests has a contract and a price."""
    enter_clinics([clinic(CLINIC, **others)])
    enter_prices(price())


def dose(given_on: date = date(2026, 4, 10), **others: Any) -> RecordedDose:
    """A dose of MR1 at the clinic, of a resident of its own."""
    return record(mr1(add_resident(BORN), given_on, **others))


def claim(doses: int, yen: int | None = None, month: date = APRIL, kind: Kind = MR1) -> int:
    """The clinic claims so many doses."""
    said: Mapping[Kind, Claimed] = {kind: Claimed(doses, doses * UNIT if yen is None else yen)}
    return claims.enter(CLERK, CLINIC, month, said)


def proposed(returned: Mapping[Kind, str] | None = None, month: date = APRIL) -> Proposal:
    """The clerk asks to fix a month."""
    return settlements.propose(CLERK, CLINIC, month, returned or {}, "4月分")


def approve(proposal: Proposal, actor: Actor = COLLEAGUE) -> None:
    """The colleague fixes it."""
    second_person.approve(actor, proposal.pk, proposal.sha256)


def settle(returned: Mapping[Kind, str] | None = None, month: date = APRIL) -> Proposal:
    """A month that two people fixed."""
    proposal = proposed(returned, month)
    approve(proposal)
    return proposal


def month_of(month: date = APRIL) -> tuple[Compared, ...]:
    """The clinic's month beside its claim."""
    return settlements.month_of(CLINIC, month, load.current())


def adjustments(month: date = MAY) -> tuple[Row, ...]:
    """What of earlier months is settled with a month."""
    return settlements.adjustments_of(CLINIC, month, load.current())
