"""What pages read of runs and of one resident: counts, lists by page, history (V022, V030)."""

from datetime import date

import pytest
from doses_of_tests import BORN, mr1, record
from ledger_of_tests import CLERK
from residents_of_tests import add_resident
from vouchers_of_tests import ON, ONE_YEAR_OLD, UNTIL, extracted, mr_until, numbered

from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.vouchers import came_back, history, issue_runs, issuing, queries, telling
from sesshu.ward.vouchers.codes import (
    Channel,
    Excluded,
    Exemption,
    IssueClass,
    NextStep,
    ReissueReason,
    ReturnCause,
    Step,
    VoidCause,
)
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import Voucher
from sesshu.ward.vouchers.queries import Tally, Wanted

NO_FACE = "見本\U0010fffd"


def handed_out(resident: int, series: str = "MR1", on: date = ON) -> Voucher:
    asked = Request(resident_id=resident, series=series, channel=Channel.POST, desk="infection")
    [voucher] = issuing.issue(CLERK, asked, on, current())
    return voucher


def test_sheets_are_counted_by_series_dose_and_age(fresh_ward: Place) -> None:
    for _ in range(2):
        add_resident(ONE_YEAR_OLD)
    add_resident(date(2025, 3, 1))
    add_resident(ONE_YEAR_OLD, status="3")
    issue_run = extracted(mr_until())
    assert queries.tally(issue_run, ON) == [Tally("MR1", 1, 0, 2), Tally("MR1", 1, 1, 1)]
    assert queries.exclusions(issue_run) == {Excluded.MOVED_OUT: 1}


def test_a_whole_course_is_counted_dose_by_dose(fresh_ward: Place) -> None:
    add_resident(date(2026, 10, 1))
    asked = Conditions(series=("HBV",), until_on=UNTIL, whole_course=True)
    issue_run = extracted(asked)
    assert queries.tally(issue_run, ON) == [Tally("HBV", dose, 0, 1) for dose in (1, 2, 3)]
    assert queries.people(issue_run) == (1, 3)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_list_is_read_page_by_page_without_loss(fresh_ward: Place, size: int) -> None:
    people = {add_resident(ONE_YEAR_OLD) for _ in range(5)}
    issue_run = extracted(mr_until())
    pages = [queries.candidates(issue_run, Wanted(), at, size) for at in range(0, 5, size)]
    assert {total for _, total in pages} == {5}
    listed = [row.resident_id for rows, _ in pages for row in rows]
    assert len(listed) == 5
    assert set(listed) == people
    assert queries.candidates(issue_run, Wanted(), 5, size) == ([], 0)


def test_a_list_is_narrowed_by_what_is_looked_for(fresh_ward: Place) -> None:
    one = add_resident(ONE_YEAR_OLD, name_kana="タカハシ アオイ", atena_number="0000000777")
    gone = add_resident(ONE_YEAR_OLD, status="3")
    issue_run = extracted(mr_until())

    def found(**wanted: object) -> list[int]:
        return [row.resident_id for row in queries.candidates(issue_run, Wanted(**wanted))[0]]

    assert set(found()) == {one, gone}
    assert found(excluded="") == [one]
    assert found(excluded="moved_out") == [gone]
    assert found(kana="カハシア") == [one]
    assert found(number="0000000777") == [one]
    assert found(series="VAR") == []
    assert found(returned=True) == []
    [row] = queries.candidates(issue_run, Wanted(excluded="moved_out"))[0]
    assert row.why_excluded == "転出・消除"


def test_what_cannot_be_printed_is_listed_with_its_character(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD, name=NO_FACE)
    issue_run = numbered(mr_until())
    [sheet] = queries.by_hand(issue_run)
    assert (sheet.resident_id, sheet.missing_glyph) == (child, "U+10FFFD")
    assert sheet.number is not None
    assert queries.batches(issue_run) == []


def test_the_newest_conditions_of_a_name_are_offered(fresh_ward: Place) -> None:
    issue_runs.save_conditions(CLERK, "毎月", mr_until())
    issue_runs.save_conditions(CLERK, "別", mr_until(sex="1"))
    issue_runs.save_conditions(CLERK, "毎月", mr_until(whole_course=True))
    kept = {each.name: each.content for each in queries.saved_conditions()}
    assert set(kept) == {"毎月", "別"}
    assert "whole_course" in kept["毎月"]


def test_runs_are_listed_with_their_step_the_newest_first(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    first, second = numbered(mr_until()), extracted(mr_until())
    issue_runs.discard(CLERK, second)
    listed = queries.issue_runs()
    assert [(run.id, run.step) for run in listed] == [
        (second, Step.DISCARDED),
        (first, Step.NUMBERED),
    ]
    assert [run.id for run in queries.issue_runs(1)] == [second]
    assert listed[0].series == ("MR1",)
    assert queries.issue_run(999) is None
    assert queries.work_of(999) is None
    assert queries.extraction_of(999) is None


def test_the_history_tells_what_became_of_every_number(fresh_ward: Place) -> None:
    child = add_resident(BORN)
    lost = handed_out(child)
    [new] = issuing.reissue(CLERK, [lost.pk], Channel.PHONE, ReissueReason.LOST, "infection")
    record(mr1(child, voucher_number=new.number))
    other = handed_out(child, "VAR")
    telling.came_back(CLERK, other.number, ON, ReturnCause.MOVED, NextStep.CHECK_RESIDENCE)
    third, second, first = history.history_of(child)
    assert (first.number, first.void, first.holds) == (lost.number, VoidCause.REISSUED, False)
    assert (second.reason, second.channel) == (ReissueReason.LOST, Channel.PHONE)
    assert (second.given_on, second.holds) == (mr1(child).given_on, False)
    assert second.issue_class is IssueClass.REISSUE
    assert (third.series, third.holds, third.run_id) == ("VAR", True, None)
    [back] = third.returns
    assert (back.cause, back.next_step, back.settled_at) == (
        ReturnCause.MOVED,
        NextStep.CHECK_RESIDENCE,
        None,
    )


def test_the_history_names_the_run_and_its_posting(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD)
    issue_run = numbered(mr_until())
    [issued] = history.history_of(child)
    assert (issued.run_id, issued.run_name, issued.posted_at) == (issue_run, "MR 12月分", None)
    assert issued.issue_class is IssueClass.RUN
    issue_runs.post(CLERK, issue_run)
    [issued] = history.history_of(child)
    assert issued.posted_at is not None


def test_letters_that_came_back_wait_the_oldest_first(fresh_ward: Place) -> None:
    numbers = [handed_out(add_resident(date(2025, 3, 1))).number for _ in range(3)]
    for number, day in zip(numbers, (20, 18, 19), strict=True):
        day_back = date(2026, 11, day)
        telling.came_back(CLERK, number, day_back, ReturnCause.REFUSED, NextStep.KEEP)
    waiting = came_back.returns_to_settle()
    assert [each.returned_on.day for each in waiting] == [18, 19, 20]
    telling.settle(CLERK, waiting[0].id)
    assert [each.returned_on.day for each in came_back.returns_to_settle()] == [19, 20]


def test_the_newest_of_what_was_told_holds_for_each_series(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD)
    telling.exempt(CLERK, child, None, Exemption.REFUSED)
    telling.exempt(CLERK, child, "VAR", Exemption.DOCTOR)
    telling.exempt(CLERK, child, None, None)
    [told] = history.exemptions_of(child)
    assert (told.series, told.cause, told.by) == ("VAR", Exemption.DOCTOR, CLERK.name)
    telling.exempt(CLERK, child, "VAR", Exemption.NOT_NEEDED)
    assert [each.cause for each in history.exemptions_of(child)] == [Exemption.NOT_NEEDED]
