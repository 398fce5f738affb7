"""A letter whose dose was given, is not wanted or lies here twice by now is not sent (V028)."""

from collections.abc import Callable
from datetime import date

import pytest
from doses_of_tests import BORN, cancel, check, correct, mr1, pcv, record
from ledger_of_tests import CLERK
from merges_of_tests import merge
from residents_of_tests import add_resident
from vouchers_of_tests import (
    UNTIL,
    approve_fix,
    extracted,
    listed,
    mr_until,
    numbered,
    proposed_fix,
    vouchers_of,
)
from ward.residents.registry import work_off

from sesshu.foundation.walls import Place
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.vouchers import issue_runs, issuing, queries, telling
from sesshu.ward.vouchers.codes import Channel, Exemption, ReissueReason, VoidCause
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import Voucher, VoucherInForce
from sesshu.ward.vouchers.situations import LettersToStop

BABY = date(2026, 8, 1)
FIRST_PCV, SECOND_PCV = date(2026, 10, 2), date(2026, 11, 6)
NEXT_PCV = Conditions(series=("PCV",), until_on=UNTIL)
WHOLE_PCV = Conditions(series=("PCV",), until_on=UNTIL, whole_course=True)


def causes(issue_run: int) -> list[VoidCause]:
    return [letter.cause for letter in queries.to_stop(issue_run)]


def pull_and_post(issue_run: int) -> None:
    with pytest.raises(LettersToStop):
        issue_runs.post(CLERK, issue_run)
    issue_runs.pull(CLERK, issue_run)
    issue_runs.post(CLERK, issue_run)


def held_by(resident: int) -> list[int]:
    """The doses somebody holds a voucher for."""
    held = VoucherInForce.objects.filter(resident_id=resident)
    return sorted(held.values_list("dose", flat=True))


def test_who_was_vaccinated_meanwhile_gets_no_second_sheet(fresh_ward: Place) -> None:
    vaccinated, waits = add_resident(BORN), add_resident(BORN)
    issue_run = numbered(mr_until())
    record(mr1(vaccinated))
    assert causes(issue_run) == [VoidCause.RECORDED]
    pull_and_post(issue_run)
    assert (held_by(vaccinated), held_by(waits)) == ([], [1])


def test_a_dose_recorded_before_the_numbers_were_given_stops_the_letter_too(
    fresh_ward: Place,
) -> None:
    resident = add_resident(BORN)
    issue_run = extracted(mr_until())
    record(mr1(resident))
    approve_fix(proposed_fix(issue_run))
    work_off()
    assert causes(issue_run) == [VoidCause.RECORDED]


def test_a_letter_still_lies_here_although_its_number_was_used_from_a_counter(
    fresh_ward: Place,
) -> None:
    resident = add_resident(BORN)
    issue_run = numbered(mr_until())
    record(mr1(resident, voucher_number=vouchers_of(issue_run)[resident].number))
    assert causes(issue_run) == [VoidCause.RECORDED]
    pull_and_post(issue_run)
    assert held_by(resident) == []


def test_a_dose_of_another_series_stops_nothing(fresh_ward: Place) -> None:
    resident = add_resident(BABY)
    issue_run = numbered(Conditions(series=("HBV",), until_on=UNTIL))
    record(pcv(resident, FIRST_PCV))
    assert causes(issue_run) == []


def test_a_dose_on_record_before_the_list_stops_nothing(fresh_ward: Place) -> None:
    resident = add_resident(BABY)
    record(pcv(resident, FIRST_PCV))
    issue_run = numbered(NEXT_PCV)
    assert (causes(issue_run), held_by(resident)) == ([], [2])


@pytest.mark.parametrize("given", [1, 2])
def test_of_a_whole_course_the_sheets_of_doses_given_meanwhile_are_stopped(
    fresh_ward: Place, given: int
) -> None:
    resident = add_resident(BABY)
    issue_run = numbered(WHOLE_PCV)
    for day in (FIRST_PCV, SECOND_PCV)[:given]:
        record(pcv(resident, day))
    assert causes(issue_run) == [VoidCause.RECORDED] * given
    pull_and_post(issue_run)
    assert held_by(resident) == [1, 2, 3, 4][given:]


CHANGES: dict[str, tuple[Callable[[RecordedDose], object], list[VoidCause]]] = {
    "cancelled": (cancel, [VoidCause.RECORDED]),
    "given on another day": (
        lambda dose: correct(dose, pcv(dose.entry.resident_id, date(2026, 10, 3))),
        [VoidCause.RECORDED],
    ),
    "from another lot": (
        lambda dose: correct(dose, pcv(dose.entry.resident_id, FIRST_PCV, lot="CD5678")),
        [],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_letter_rests_on_the_doses_before_it(fresh_ward: Place, change: str) -> None:
    """The second dose follows from the first: without it, or a day later, the law opens another one."""
    first = record(pcv(add_resident(BABY), FIRST_PCV))
    issue_run = numbered(NEXT_PCV)
    propose, stopped = CHANGES[change]
    check(propose(first))
    assert causes(issue_run) == stopped


def tell(resident: int, series: str | None) -> None:
    telling.exempt(CLERK, resident, series, Exemption.CONTRAINDICATED)


def take_back(resident: int, series: str | None) -> None:
    telling.exempt(CLERK, resident, series, None)


@pytest.mark.parametrize(
    ("series", "stopped"), [("MR1", [VoidCause.EXEMPT]), (None, [VoidCause.EXEMPT]), ("PCV", [])]
)
def test_who_must_not_be_vaccinated_by_now_gets_no_letter(
    fresh_ward: Place, series: str | None, stopped: list[VoidCause]
) -> None:
    resident = add_resident(BORN)
    issue_run = numbered(mr_until())
    tell(resident, series)
    assert causes(issue_run) == stopped
    take_back(resident, series)
    assert causes(issue_run) == []


def test_what_was_told_and_taken_back_before_the_list_stops_nothing(fresh_ward: Place) -> None:
    resident = add_resident(BORN)
    tell(resident, "MR1")
    take_back(resident, "MR1")
    assert causes(numbered(mr_until())) == []


def test_one_person_with_two_numbers_gets_one_of_two_letters(fresh_ward: Place) -> None:
    kept, merged = add_resident(BORN), add_resident(BORN)
    issue_run = numbered(mr_until())
    merge(kept, merged)
    [letter] = queries.to_stop(issue_run)
    assert letter.cause is VoidCause.SAME_PERSON
    pull_and_post(issue_run)
    assert sorted(held_by(kept) + held_by(merged)) == [1]


def test_a_dose_under_the_other_number_of_a_person_stops_the_letter(fresh_ward: Place) -> None:
    kept, merged = add_resident(BORN), add_resident(BORN)
    merge(kept, merged)
    issue_run = numbered(mr_until())
    [written_to] = vouchers_of(issue_run)
    record(mr1(merged if written_to == kept else kept))
    assert causes(issue_run) == [VoidCause.RECORDED]


def test_who_is_pulled_because_of_a_dose_is_found_again_for_the_next_one(
    fresh_ward: Place,
) -> None:
    resident = add_resident(BABY)
    issue_run = numbered(NEXT_PCV)
    record(pcv(resident, FIRST_PCV))
    pull_and_post(issue_run)
    assert listed(extracted(NEXT_PCV)) == {resident: None}


def reissue(voucher: Voucher) -> object:
    return issuing.reissue(
        CLERK, [voucher.pk], Channel.COUNTER, ReissueReason.LOST, desk="infection"
    )


def withdraw(voucher: Voucher) -> object:
    return issuing.withdraw(CLERK, voucher.pk)


@pytest.mark.parametrize("void", [reissue, withdraw])
def test_what_a_counter_voided_before_the_post_is_listed_to_be_taken_out(
    fresh_ward: Place, void: Callable[[Voucher], object]
) -> None:
    early, late = add_resident(BORN), add_resident(BORN)
    issue_run = numbered(mr_until())
    vouchers = vouchers_of(issue_run)
    void(vouchers[early])
    assert [letter.resident_id for letter in queries.pulled(issue_run)] == [early]
    issue_runs.post(CLERK, issue_run)
    void(vouchers[late])
    assert [letter.resident_id for letter in queries.pulled(issue_run)] == [early]
