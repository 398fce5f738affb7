"""償還払い: how much, until when, and what speaks against it (immunization-schedule §8.1, V091)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.outcomes import Legal
from sesshu.ward.dated import Dated, OverlappingValues, refuse_overlaps
from sesshu.ward.refunds.ceilings import Ceiling
from sesshu.ward.refunds.codes import EvidenceKind, Outcome, Reason
from sesshu.ward.refunds.practice import NOTHING_NAMED, practice_of
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
CEILING = Ceiling(price_yen=10_000, share_yen=1_500)


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
    found = proposed(case, CEILING, findings_of(case, SETAGAYA))
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
    most = 10_000 if exempt else max(0, 10_000 - fee)
    found = proposed(case, Ceiling(10_000, fee), ())
    assert (found.amount_yen, found.most_yen) == (min(claimed, most), most)
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
    found = proposed(replace(SOUND, claimed_yen=claimed), CEILING, ())
    assert (found.outcome, found.amount_yen, found.reason) == (outcome, 8_500, reason)


def test_everything_a_ward_decides_is_marked_to_be_verified() -> None:
    for code in ("131121", "131156"):
        practice = practice_of(code)
        values = (*practice.time_limits, *practice.accounts)
        assert values
        assert all(value.verify and value.source for value in values)


def value(begins: date, ends: date | None) -> Dated:
    return Dated(effective_from=begins, effective_until=ends, source="例", verify=True)


@given(st.integers(0, 60), st.integers(0, 60))
def test_two_values_are_refused_exactly_when_one_day_has_both(length: int, gap: int) -> None:
    begins, ends = GIVEN_ON + timedelta(days=gap), GIVEN_ON + timedelta(days=length)
    pair = [value(begins, None), value(GIVEN_ON, ends)]
    if begins <= ends:
        with pytest.raises(OverlappingValues):
            refuse_overlaps(pair)
    else:
        refuse_overlaps(pair)


def test_a_value_without_an_end_leaves_no_room_for_another() -> None:
    with pytest.raises(OverlappingValues):
        refuse_overlaps([value(GIVEN_ON, None), value(date(2099, 1, 1), None)])
