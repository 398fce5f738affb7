"""Who gets no voucher, and that nobody gets two: exclusions with their reason, B1 kept by the database."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connections
from doses_of_tests import mr1, record
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_of_tests import CLERK, execute
from residents_of_tests import add_resident
from vouchers_of_tests import (
    ON,
    ONE_YEAR_OLD,
    UNTIL,
    approve_fix,
    counts_of,
    extracted,
    listed,
    mr_until,
    numbered,
    proposed_fix,
    vouchers_of,
)
from ward.residents.registry import work_off

from sesshu.foundation import second_person
from sesshu.foundation.walls import Place, enter
from sesshu.kernel.voucher_numbers import check_digit
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current
from sesshu.schedule.persons import Person
from sesshu.ward.vouchers import issue_runs, issuing, telling
from sesshu.ward.vouchers.codes import Channel, Exemption, Step
from sesshu.ward.vouchers.conditions import Conditions, read_conditions
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.jobs import places
from sesshu.ward.vouchers.models import IssueSheet, Voucher, VoucherInForce
from sesshu.ward.vouchers.numbers import draw
from sesshu.ward.vouchers.situations import AlreadyIssued, NobodyToIssue, WrongStep

FOUR = date(2022, 11, 1)


def single(resident: int, series: str = "MR1") -> Voucher:
    asked = Request(resident_id=resident, series=series, channel=Channel.POST, desk="infection")
    [voucher] = issuing.issue(CLERK, asked, ON, current())
    return voucher


def test_the_register_leaves_out_the_dead_and_who_left(fresh_ward: Place) -> None:
    expected = {
        add_resident(ONE_YEAR_OLD): None,
        add_resident(ONE_YEAR_OLD, died_on=date(2026, 11, 1), status="4"): "dead",
        add_resident(ONE_YEAR_OLD, status="3"): "moved_out",
        add_resident(ONE_YEAR_OLD, status="2"): "moved_out",
        add_resident(ONE_YEAR_OLD, status="5"): "moved_out",
        add_resident(ONE_YEAR_OLD, status="6", is_outside_register=True): "outside_register",
    }
    assert listed(extracted(mr_until())) == expected
    counts = counts_of("issue.extract")
    assert (counts["found"], counts["dead"], counts["moved_out"]) == (1, 1, 3)


def test_what_the_ward_was_told_leaves_out_one_series_or_all(fresh_ward: Place) -> None:
    of_series, of_all, other = (add_resident(ONE_YEAR_OLD) for _ in range(3))
    telling.exempt(CLERK, of_series, "MR1", Exemption.CONTRAINDICATED)
    telling.exempt(CLERK, of_all, None, Exemption.REFUSED)
    telling.exempt(CLERK, other, "VAR", Exemption.NOT_NEEDED)
    found = listed(extracted(mr_until()))
    assert found == {of_series: "contraindicated", of_all: "refused", other: None}


def test_who_had_the_dose_is_counted_and_not_listed(fresh_ward: Place) -> None:
    done, open_still = add_resident(date(2025, 3, 1)), add_resident(date(2025, 3, 1))
    record(mr1(done))
    assert listed(extracted(mr_until())) == {open_still: None}
    assert counts_of("issue.extract")["done"] == 1


def test_who_holds_a_voucher_is_left_out_of_the_next_run(fresh_ward: Place) -> None:
    child, at_counter = add_resident(ONE_YEAR_OLD), add_resident(ONE_YEAR_OLD)
    single(at_counter)
    numbered(mr_until())
    assert listed(extracted(mr_until())) == {
        child: "already_issued",
        at_counter: "already_issued",
    }


def test_conditions_narrow_whom_a_run_looks_for(fresh_ward: Place) -> None:
    near = add_resident(
        ONE_YEAR_OLD, sex="1", postal_code="1540017", became_resident_on=date(2026, 10, 1)
    )
    far = add_resident(ONE_YEAR_OLD, postal_code="1570066")
    hidden = add_resident(ONE_YEAR_OLD, guarded=True)
    assert listed(extracted(mr_until(sex="1"))) == {near: None}
    assert listed(extracted(mr_until(postal_code="157"))) == {
        far: None,
        hidden: "district_unknown",
    }
    assert listed(extracted(mr_until(moved_in_since=date(2026, 9, 1)))) == {near: None}
    assert listed(extracted(mr_until(born_until=date(2025, 12, 9)))) == {}
    assert set(listed(extracted(mr_until(born_from=ONE_YEAR_OLD)))) == {near, far, hidden}


def test_a_series_given_each_year_is_issued_once_a_year(fresh_ward: Place) -> None:
    old = add_resident(date(1950, 1, 1))
    flu = Conditions(series=("FLU",), until_on=UNTIL)
    assert [v.for_year for v in vouchers_of(numbered(flu)).values()] == [2026]
    assert listed(extracted(flu)) == {old: "already_issued"}
    in_a_year = Conditions(series=("FLU",), until_on=date(2027, 12, 31))
    assert listed(extracted(in_a_year, date(2027, 11, 20))) == {old: None}


def test_children_of_a_household_share_an_envelope_and_grown_ones_do_not(fresh_ward: Place) -> None:
    home = {"household_number": "1", "postal_code": "1540017", "address": "世田谷四丁目21番27号"}
    twins = [add_resident(ONE_YEAR_OLD, **home) for _ in range(2)]
    grown = [add_resident(date(1950, 1, 1), **home) for _ in range(2)]
    issue_run = numbered(Conditions(series=("MR1", "FLU"), until_on=UNTIL))
    sheets = IssueSheet.objects.filter(issue_run_id=issue_run).select_related("candidate")
    envelope = {sheet.candidate.resident_id: sheet.envelope for sheet in sheets}
    assert envelope[twins[0]] == envelope[twins[1]]
    assert len({envelope[grown[0]], envelope[grown[1]], envelope[twins[0]]}) == 3


def test_sheets_lie_in_the_order_of_the_postal_code(fresh_ward: Place) -> None:
    codes = ["1570066", "1540017", "1560044"]
    people = {add_resident(ONE_YEAR_OLD, postal_code=code): code for code in codes}
    issue_run = numbered(mr_until())
    sheets = IssueSheet.objects.filter(issue_run_id=issue_run).select_related("candidate")
    in_order = [people[sheet.candidate.resident_id] for sheet in sheets.order_by("batch", "page")]
    assert in_order == sorted(codes)


def test_no_envelope_lies_in_two_batches(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PAGES_IN_A_BATCH", 3)
    for number in range(4):
        for _ in range(2):
            add_resident(ONE_YEAR_OLD, household_number=str(number), postal_code="1540017")
    issue_run = numbered(mr_until())
    sheets = IssueSheet.objects.filter(issue_run_id=issue_run)
    of = {(sheet.envelope, sheet.batch) for sheet in sheets}
    assert len(of) == 4
    assert sorted({batch for _, batch in of}) == [1, 2, 3, 4]
    assert Voucher.objects.count() == 8


def test_guarded_people_are_in_batches_of_their_own(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD, postal_code="1540017")
    hidden = add_resident(ONE_YEAR_OLD, guarded=True)
    issue_run = numbered(mr_until())
    sheets = IssueSheet.objects.filter(issue_run_id=issue_run).select_related("candidate")
    assert {sheet.batch: sheet.is_guarded for sheet in sheets} == {1: False, 2: True}
    assert [s.candidate.resident_id for s in sheets if s.is_guarded] == [hidden]


def test_fixing_takes_a_second_person_and_the_list_as_shown(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    issue_run = extracted(mr_until())
    proposal = proposed_fix(issue_run)
    with pytest.raises(second_person.OwnProposal):
        approve_fix(proposal, CLERK)
    with pytest.raises(WrongStep):
        proposed_fix(issue_run)
    approve_fix(proposal)
    assert issue_runs.steps_of(issue_run) == [Step.EXTRACTED, Step.FIXED]
    with pytest.raises(WrongStep):
        issue_runs.discard(CLERK, issue_run)


def test_nobody_fixes_a_run_past_the_second_person(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    issue_run = extracted(mr_until())
    with pytest.raises(IntegrityError, match="second person"):
        execute(
            "default",
            "INSERT INTO issue_step (issue_run_id, step) VALUES (%s, 'fixed')",
            [issue_run],
        )


def test_an_empty_list_is_not_fixed(fresh_ward: Place) -> None:
    with pytest.raises(NobodyToIssue):
        proposed_fix(extracted(mr_until()))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE voucher SET number = '0000000000'",
        "DELETE FROM voucher",
        "DELETE FROM voucher_void",
        "INSERT INTO voucher_in_force (voucher_id, resident_id, series, dose) VALUES (1, 1, 'MR1', 2)",
        "DELETE FROM voucher_in_force",
        "UPDATE issue_candidate SET excluded = NULL",
    ],
)
@pytest.mark.parametrize("zone", ["default", "jobs", "guarded"])
def test_no_role_changes_what_was_given_out(ward: Place, statement: str, zone: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(zone, statement)


def test_the_database_refuses_a_number_with_a_wrong_check_digit(fresh_ward: Place) -> None:
    [(counter, number)] = draw(1)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    child = add_resident(ONE_YEAR_OLD)
    said = [counter, wrong, child, "MR1", 1, "single", "counter", "desk"]
    with pytest.raises(IntegrityError, match="check digit"):
        execute(
            "default",
            "INSERT INTO voucher (counter, number, resident_id, series, dose, issue_class, channel, desk)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            said,
        )


def test_counters_are_drawn_once_whatever_becomes_of_them(fresh_ward: Place) -> None:
    first, second = draw(500), draw(500)
    assert len({counter for counter, _ in first + second}) == 1000
    assert len({number for _, number in first + second}) == 1000
    assert all(check_digit(number) == 0 for _, number in first)


def test_of_two_counters_at_once_one_hands_out_the_voucher(fresh_ward: Place) -> None:
    child, place = add_resident(date(2025, 3, 1)), fresh_ward
    start, outcomes = threading.Barrier(2), []

    def hand_out() -> None:
        with enter(place):
            start.wait()
            try:
                outcomes.append(single(child).number)
            except AlreadyIssued:
                outcomes.append("already issued")
            connections.close_all()

    threads = [threading.Thread(target=hand_out) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("already issued") == 1
    assert VoucherInForce.objects.count() == Voucher.objects.count() == 1


def test_a_run_passes_over_who_got_a_voucher_at_a_counter_since(fresh_ward: Place) -> None:
    child, other = add_resident(ONE_YEAR_OLD), add_resident(ONE_YEAR_OLD)
    issue_run = extracted(mr_until())
    approve_fix(proposed_fix(issue_run))
    at_counter = single(child)
    work_off()
    assert counts_of("issue.number") == {"numbered": 1, "passed_over": 1, "missing_glyph": 0}
    assert set(vouchers_of(issue_run)) == {other}
    assert VoucherInForce.objects.get(resident_id=child).voucher_id == at_counter.pk


@settings(max_examples=examples(30), suppress_health_check=ONE_WARD)
@given(born_on=st.dates(date(2020, 1, 1), ON), until_on=st.dates(ON, date(2027, 3, 31)))
def test_the_run_lists_whom_the_judge_says_becomes_eligible(
    ward: Place, born_on: date, until_on: date
) -> None:
    child = add_resident(born_on)
    found = set(listed(extracted(mr_until(until_on))))
    verdict = judge(Person(id="x", born_on=born_on, sex="F"), ON, current())
    [standing] = [one for one in verdict.series if one.series == "MR1"]
    expected = standing.next is not None and standing.next.earliest_on <= until_on
    assert (child in found) is (expected and standing.next.last_on >= ON)


@given(
    st.builds(
        Conditions,
        series=st.lists(st.sampled_from(["MR1", "VAR"]), min_size=1).map(tuple),
        until_on=st.dates(),
        born_from=st.none() | st.dates(),
        sex=st.sampled_from([None, "1", "2"]),
        postal_code=st.text("0123456789", max_size=7),
        merge_households=st.booleans(),
    )
)
def test_conditions_come_back_from_their_text(conditions: Conditions) -> None:
    assert read_conditions(conditions.text) == conditions
    assert read_conditions(conditions.text).text == conditions.text
