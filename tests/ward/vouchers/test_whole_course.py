"""All sheets of a course in one envelope: as many as the law still asks for, none of them twice (ADR 79)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest import mock

import pytest
from documents.paper import pages_of
from doses_of_tests import BORN, mr1, record
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, last_entry
from residents_of_tests import add_resident
from vouchers_of_tests import ON, UNTIL, counts_of, extracted, numbered

from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.vouchers import issuing, paper
from sesshu.ward.vouchers.codes import Channel, ReissueReason, ReissueScope
from sesshu.ward.vouchers.conditions import Conditions, read_conditions
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import IssueCandidate, IssueSheet, Voucher, VoucherVoid
from sesshu.ward.vouchers.paper import Press
from sesshu.ward.vouchers.situations import AlreadyIssued, AlreadyVoid, NothingToPrint

BABY = date(2026, 10, 1)
SERIES = ("DPT-IPV-Hib", "PCV", "HBV", "BCG")


def course(*series: str, until_on: date = UNTIL, **others: object) -> Conditions:
    return Conditions(series=series, until_on=until_on, whole_course=True, **others)


def doses_of(resident: int, series: str) -> list[int]:
    found = Voucher.objects.filter(resident_id=resident, series=series, vouchervoid=None)
    return sorted(found.values_list("dose", flat=True))


def left_out(issue_run: int) -> dict[tuple[str, int], str | None]:
    found = IssueCandidate.objects.filter(issue_run_id=issue_run)
    return {(each.series, each.dose): each.excluded for each in found}


def test_a_newborn_gets_every_sheet_of_every_course_in_one_envelope(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    issue_run = numbered(course(*SERIES))
    assert {series: len(doses_of(baby, series)) for series in SERIES} == {
        "DPT-IPV-Hib": 4,
        "PCV": 4,
        "HBV": 3,
        "BCG": 1,
    }
    sheets = IssueSheet.objects.filter(issue_run_id=issue_run).order_by("page")
    assert {sheet.envelope for sheet in sheets} == {1}
    assert [sheet.page for sheet in sheets] == list(range(1, 13))
    numbers = Voucher.objects.filter(resident_id=baby).values_list("number", flat=True)
    assert len(set(numbers)) == 12


def test_a_run_of_single_sheets_still_sends_the_next_dose_alone(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    numbered(Conditions(series=("PCV",), until_on=UNTIL))
    assert doses_of(baby, "PCV") == [1]


@pytest.mark.parametrize(
    ("born_on", "sheets"),
    [
        (BABY, 4),
        (date(2026, 3, 1), 3),
        (date(2025, 3, 1), 2),
        (date(2023, 6, 1), 1),
    ],
)
def test_who_begins_late_gets_the_sheets_the_start_age_leaves(
    fresh_ward: Place, born_on: date, sheets: int
) -> None:
    child = add_resident(born_on)
    numbered(course("PCV"))
    assert len(doses_of(child, "PCV")) == sheets


def test_no_sheet_is_for_a_dose_there_is_no_time_for(fresh_ward: Place) -> None:
    child = add_resident(date(2025, 12, 10))
    numbered(course("HBV"))
    assert doses_of(child, "HBV") == [1]


def test_each_sheet_says_until_when_its_own_dose_can_be_had(fresh_ward: Place) -> None:
    add_resident(BABY)
    issue_run = extracted(course("HBV"))
    found = IssueCandidate.objects.filter(issue_run_id=issue_run).order_by("dose")
    assert [each.earliest_on for each in found] == [
        BABY,
        date(2026, 12, 18),
        date(2027, 4, 9),
    ]
    assert {each.last_on for each in found} == {date(2027, 9, 30)}


def test_a_later_run_issues_none_of_them_again(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    numbered(course("PCV"))
    again = extracted(course("PCV"))
    assert set(left_out(again).values()) == {"already_issued"}
    second = extracted(Conditions(series=("PCV",), until_on=date(2027, 2, 28)), date(2027, 1, 20))
    assert left_out(second) == {("PCV", 1): "already_issued"}
    assert doses_of(baby, "PCV") == [1, 2, 3, 4]


def test_a_sheet_sent_before_is_not_sent_with_the_rest_of_its_course(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    numbered(Conditions(series=("PCV",), until_on=UNTIL))
    issue_run = numbered(course("PCV"))
    assert left_out(issue_run) == {
        ("PCV", 1): "already_issued",
        ("PCV", 2): None,
        ("PCV", 3): None,
        ("PCV", 4): None,
    }
    assert doses_of(baby, "PCV") == [1, 2, 3, 4]


def test_twins_share_an_envelope_with_the_sheets_of_each_together(fresh_ward: Place) -> None:
    home = {"household_number": "1", "postal_code": "1540017", "address": "世田谷四丁目21番27号"}
    twins = [add_resident(BABY, **home) for _ in range(2)]
    neighbour = add_resident(BABY, postal_code="1540017", address="世田谷四丁目22番1号")
    issue_run = numbered(course("HBV", "BCG"))
    sheets = IssueSheet.objects.filter(issue_run_id=issue_run).order_by("page")
    lying = [
        (sheet.envelope, sheet.candidate.resident_id, sheet.candidate.series, sheet.candidate.dose)
        for sheet in sheets.select_related("candidate")
    ]
    one_child = [("BCG", 1), ("HBV", 1), ("HBV", 2), ("HBV", 3)]
    assert lying == [
        (envelope, child, *sheet)
        for envelope, child in ((1, twins[0]), (1, twins[1]), (2, neighbour))
        for sheet in one_child
    ]


def test_who_gets_none_is_counted_for_every_sheet(fresh_ward: Place) -> None:
    add_resident(BABY, status="3")
    extracted(course("HBV"))
    counts = counts_of("issue.extract")
    assert (counts["found"], counts["moved_out"]) == (0, 3)


@given(whole=st.booleans())
def test_the_condition_is_kept_with_the_run(*, whole: bool) -> None:
    said = Conditions(series=("PCV",), until_on=UNTIL, whole_course=whole)
    assert read_conditions(said.text) == said


def handed_out(resident: int, series: str = "PCV", **others: object) -> list[Voucher]:
    asked = Request(
        resident_id=resident, series=series, channel=Channel.COUNTER, desk="infection", **others
    )
    return issuing.issue(CLERK, asked, ON, current())


def reissued(voucher: Voucher, scope: ReissueScope) -> list[Voucher]:
    lost = issuing.to_reissue(voucher, scope)
    return issuing.reissue(CLERK, lost, Channel.COUNTER, ReissueReason.LOST, "infection")


def test_a_counter_hands_out_the_rest_of_a_course_and_not_what_was_sent(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    handed_out(baby)
    rest = handed_out(baby, whole_course=True)
    assert [voucher.dose for voucher in rest] == [2, 3, 4]
    assert last_entry().details["voucher"] == [voucher.pk for voucher in rest]
    with pytest.raises(AlreadyIssued):
        handed_out(baby, whole_course=True)


def test_two_counters_at_once_do_not_both_hand_out_the_course(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    with unseen_by_the_counter():
        handed_out(baby, whole_course=True)
        with pytest.raises(AlreadyIssued):
            handed_out(baby, whole_course=True)
    assert doses_of(baby, "PCV") == [1, 2, 3, 4]


@contextmanager
def unseen_by_the_counter() -> Iterator[None]:
    """Each counter reads before the other writes: PostgreSQL alone stands between them."""
    with mock.patch.object(issuing, "_held", return_value=set()):
        yield


@pytest.mark.parametrize(
    ("scope", "new"),
    [
        (ReissueScope.SHEET, [("PCV", 1)]),
        (ReissueScope.SERIES, [("PCV", 1), ("PCV", 2), ("PCV", 3), ("PCV", 4)]),
        (ReissueScope.PERSON, [("BCG", 1), ("PCV", 1), ("PCV", 2), ("PCV", 3), ("PCV", 4)]),
    ],
)
def test_a_lost_envelope_is_reissued_as_far_as_it_is_asked_for(
    fresh_ward: Place, scope: ReissueScope, new: list[tuple[str, int]]
) -> None:
    baby = add_resident(BABY)
    [first, *_] = handed_out(baby, whole_course=True)
    handed_out(baby, "BCG")
    again = reissued(first, scope)
    assert sorted((voucher.series, voucher.dose) for voucher in again) == new
    old = Voucher.objects.filter(successor__in=again)
    assert {void.cause for void in VoucherVoid.objects.filter(voucher__in=old)} == {"reissued"}
    assert len(doses_of(baby, "PCV")) == 4


def test_a_sheet_with_which_a_dose_stands_is_not_reissued_with_its_course(
    fresh_ward: Place,
) -> None:
    child = add_resident(BORN)
    [used] = handed_out(child, "MR1")
    record(mr1(child, voucher_number=used.number))
    [lost, *_] = handed_out(child, "VAR", whole_course=True)
    assert {voucher.series for voucher in reissued(lost, ReissueScope.PERSON)} == {"VAR"}


def test_where_one_of_a_set_cannot_be_reissued_none_is(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    course_of = handed_out(baby, whole_course=True)
    issuing.withdraw(CLERK, course_of[2].pk)
    with pytest.raises(AlreadyVoid):
        issuing.reissue(
            CLERK,
            [voucher.pk for voucher in course_of],
            Channel.COUNTER,
            ReissueReason.LOST,
            "infection",
        )
    assert doses_of(baby, "PCV") == [1, 2, 4]


def test_all_sheets_that_hold_are_printed_together_in_their_order(fresh_ward: Place) -> None:
    baby = add_resident(BABY)
    handed_out(baby, whole_course=True)
    handed_out(baby, "BCG")
    made = paper.print_unused(CLERK, baby, Press(current(), ON))
    assert [text.split("回目")[0][-1] for text in pages_of(made.pdf)] == list("11234")
    assert last_entry().subjects == [baby]


def test_who_holds_nothing_has_nothing_to_print(fresh_ward: Place) -> None:
    with pytest.raises(NothingToPrint):
        paper.print_unused(CLERK, add_resident(BABY), Press(current(), ON))
