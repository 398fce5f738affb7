"""償還払い: how much, until when, and what speaks against it (immunization-schedule §8.1, V091)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.outcomes import Legal
from sesshu.ward.refunds.codes import EvidenceKind, Outcome, Reason
from sesshu.ward.refunds.practice import (
    NOTHING_NAMED,
    OverlappingValues,
    Price,
    practice_of,
    refuse_overlaps,
)
from sesshu.ward.refunds.rules import Case, findings_of, last_day, proposed

SETAGAYA = practice_of("131121")
GIVEN_ON = date(2026, 4, 10)
SOUND = Case(
    series="HBV",
    given_on=GIVEN_ON,
    legal=Legal.ROUTINE_A,
    has_error=False,
    letters_on=(date(2026, 4, 1),),
    was_resident=True,
    clinic_is_paid=False,
    refunded=False,
    received_on=date(2026, 5, 1),
    claimed_yen=8_000,
    fee_exempt=False,
    shown=(EvidenceKind.RECEIPT, EvidenceKind.RECORD),
)
PRICE = Price(
    series=("HBV",),
    valid_from=date(2024, 4, 1),
    price_yen=10_000,
    fee_yen=1_500,
    source="例",
    verify=True,
)


def reasons(case: Case) -> list[Reason]:
    return [finding.reason for finding in findings_of(case, SETAGAYA)]


def test_nothing_speaks_against_a_sound_application() -> None:
    assert reasons(SOUND) == []


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(SOUND, letters_on=()), Reason.NO_LETTER),
        (replace(SOUND, letters_on=(GIVEN_ON + timedelta(days=1),)), Reason.NO_LETTER),
        (replace(SOUND, legal=Legal.VOLUNTARY), Reason.NOT_ROUTINE),
        (replace(SOUND, legal=Legal.OUTSIDE_ACT), Reason.NOT_ROUTINE),
        (replace(SOUND, has_error=True), Reason.NOT_ROUTINE),
        (replace(SOUND, was_resident=False), Reason.NOT_RESIDENT),
        (replace(SOUND, refunded=True), Reason.PAID_BEFORE),
        (replace(SOUND, clinic_is_paid=True), Reason.CLINIC_PAID),
        (replace(SOUND, received_on=date(2027, 4, 11)), Reason.LATE),
        (replace(SOUND, shown=(EvidenceKind.RECEIPT,)), Reason.NOT_PROVED),
        (replace(SOUND, shown=(EvidenceKind.RECORD,)), Reason.NOT_PROVED),
    ],
)
def test_each_reason_stands_alone(case: Case, reason: Reason) -> None:
    assert reasons(case) == [reason]
    found = proposed(case, PRICE, findings_of(case, SETAGAYA))
    assert (found.outcome, found.amount_yen, found.reason) == (Outcome.REFUSED, 0, reason)


@pytest.mark.parametrize(
    "case",
    [
        replace(SOUND, letters_on=(GIVEN_ON,)),
        replace(SOUND, legal=Legal.ROUTINE_B),
        replace(SOUND, received_on=date(2027, 4, 10)),
    ],
)
def test_the_last_sound_day_of_each_is_sound(case: Case) -> None:
    assert reasons(case) == []


@pytest.mark.parametrize(
    ("given_on", "until"),
    [
        (date(2026, 4, 10), date(2027, 4, 10)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_a_year_ends_on_its_day_or_on_the_last_of_the_month(given_on: date, until: date) -> None:
    assert last_day(given_on, SETAGAYA) == until


def test_a_ward_that_named_no_time_lets_nothing_be_late() -> None:
    assert last_day(GIVEN_ON, NOTHING_NAMED) is None
    assert findings_of(replace(SOUND, received_on=date(2036, 1, 1)), NOTHING_NAMED) == ()


@given(claimed=st.integers(1, 50_000), fee=st.integers(0, 12_000), exempt=st.booleans())
def test_never_more_than_was_paid_nor_than_the_ceiling(
    *, claimed: int, fee: int, exempt: bool
) -> None:
    case = replace(SOUND, claimed_yen=claimed, fee_exempt=exempt)
    most = 10_000 if exempt else 10_000 - fee
    price = Price(
        series=("HBV",),
        valid_from=date(2024, 4, 1),
        price_yen=10_000,
        fee_yen=fee,
        source="例",
        verify=True,
    )
    found = proposed(case, price, ())
    assert found.amount_yen == max(0, min(claimed, most))
    assert (found.outcome is Outcome.GRANTED) == (found.amount_yen == claimed)
    assert (found.reason is None) == (found.outcome is Outcome.GRANTED)


@pytest.mark.parametrize(
    ("claimed", "outcome", "reason"),
    [
        (8_500, Outcome.GRANTED, None),
        (8_501, Outcome.PARTLY, Reason.CEILING),
    ],
)
def test_the_own_share_lowers_the_ceiling(
    claimed: int, outcome: Outcome, reason: Reason | None
) -> None:
    found = proposed(replace(SOUND, claimed_yen=claimed), PRICE, ())
    assert (found.outcome, found.amount_yen, found.reason) == (outcome, 8_500, reason)


def test_every_price_of_every_ward_is_marked_to_be_verified() -> None:
    for code in ("131121", "131156"):
        practice = practice_of(code)
        values = (*practice.prices, *practice.time_limits, *practice.accounts)
        assert values
        assert all(value.verify and value.source for value in values)


def test_a_price_holds_on_its_days_alone() -> None:
    assert SETAGAYA.price_on("HBV", date(2024, 4, 1))
    assert SETAGAYA.price_on("HBV", date(2024, 3, 31)) is None
    assert SETAGAYA.price_on("MUMPS", GIVEN_ON) is None


def test_two_values_of_one_day_are_refused() -> None:
    with pytest.raises(OverlappingValues):
        refuse_overlaps([PRICE, PRICE])
