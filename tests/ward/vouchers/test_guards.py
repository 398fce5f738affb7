"""What PostgreSQL refuses about vouchers, whoever asks and however: each guard broken once (B1, B2)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_of_tests import CLERK, execute
from races_of_tests import at_once
from residents_of_tests import add_resident
from vouchers_of_tests import ON, ONE_YEAR_OLD, extracted, mr_until, numbered

from sesshu.foundation import ledger
from sesshu.foundation.walls import Place
from sesshu.kernel.voucher_numbers import check_digit
from sesshu.schedule.load import current
from sesshu.ward.vouchers import issue_runs, issuing, telling
from sesshu.ward.vouchers.codes import Channel, NextStep, ReissueReason, ReturnCause, Step
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import (
    IssueCandidate,
    IssueStep,
    Voucher,
    VoucherInForce,
    VoucherReturn,
    VoucherVoid,
)
from sesshu.ward.vouchers.numbers import draw
from sesshu.ward.vouchers.situations import (
    AlreadyIssued,
    AlreadyUsed,
    AlreadyVoid,
    NoSuchVoucher,
    ReturnSettled,
    WrongStep,
)

COLUMNS = ("counter", "number", "resident_id", "series", "dose", "issue_class", "channel", "desk")


def written(**values: object) -> None:
    """One row of `voucher` as an intranet role could write it past every operation."""
    [(counter, number)] = draw(1)
    row = dict(
        zip(COLUMNS, (counter, number, None, "MR1", 1, "single", "counter", "x"), strict=True)
    )
    row |= values
    marks = ", ".join(["%s"] * len(row))
    as_clerk(f"INSERT INTO voucher ({', '.join(row)}) VALUES ({marks})", [*row.values()])


def as_clerk(statement: str, values: list[object]) -> None:
    """A statement of the intranet role inside an act, so that who writes is known."""
    with ledger.act(CLERK, "voucher.issued", issuing.PURPOSE):
        execute("default", statement, values)


def refused_by(error: pytest.ExceptionInfo[IntegrityError]) -> str:
    return str(error.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def handed_out(resident: int, series: str = "MR1") -> Voucher:
    asked = Request(resident_id=resident, series=series, channel=Channel.COUNTER, desk="infection")
    [voucher] = issuing.issue(CLERK, asked, ON, current())
    return voucher


@pytest.mark.parametrize(
    ("values", "guard"),
    [
        ({"number": "123"}, "voucher_number_has_ten_digits"),
        ({"number": "12345678901"}, "voucher_number_has_ten_digits"),
        ({"channel": None}, "voucher_comes_from_a_run_or_a_request"),
        ({"issue_class": "run"}, "voucher_comes_from_a_run_or_a_request"),
        ({"issue_class": "reissue"}, "voucher_is_reissued_with_a_reason"),
        ({"reason": "lost"}, "voucher_is_reissued_with_a_reason"),
        ({"issue_class": "moved_in"}, "voucher_of_who_moved_in_was_applied_for"),
        ({"replaces_id": 999}, "voucher_replaces_a_void_one"),
        ({"pregnancy_id": 999}, "voucher_pregnancy_goes_on"),
    ],
)
def test_a_voucher_that_could_not_be_is_refused(
    fresh_ward: Place, values: dict[str, object], guard: str
) -> None:
    values = {"resident_id": add_resident(ONE_YEAR_OLD)} | values
    if "number" in values:
        padded = str(values["number"]) + check_of(str(values["number"]))
        values["number"] = padded
    with pytest.raises(IntegrityError) as refused:
        written(**values)
    assert refused_by(refused) == guard
    assert not VoucherInForce.objects.exists()


def check_of(number: str) -> str:
    return str(check_digit(number))


def test_no_number_and_no_counter_is_given_out_twice(fresh_ward: Place) -> None:
    voucher = handed_out(add_resident(date(2025, 3, 1)))
    other = add_resident(date(2025, 3, 1))
    for again in ({"number": voucher.number}, {"counter": voucher.counter}):
        with pytest.raises(IntegrityError, match="duplicate key"):
            written(resident_id=other, **again)


def test_a_number_that_still_holds_is_not_replaced(fresh_ward: Place) -> None:
    voucher = handed_out(add_resident(date(2025, 3, 1)))
    with pytest.raises(IntegrityError) as refused:
        written(replaces_id=voucher.pk, issue_class="reissue", reason="lost", resident_id=1)
    assert refused_by(refused) == "voucher_replaces_a_void_one"


def test_a_reissue_is_for_whom_and_what_the_old_one_was(fresh_ward: Place) -> None:
    child, stranger = add_resident(date(2025, 3, 1)), add_resident(date(2025, 3, 1))
    old = handed_out(child)
    issuing.withdraw(CLERK, old.pk)
    written(
        replaces_id=old.pk,
        issue_class="reissue",
        reason="lost",
        resident_id=stranger,
        series="VAR",
        dose=2,
    )
    new = Voucher.objects.latest("id")
    assert (new.resident_id, new.series, new.dose) == (child, "MR1", 1)


def test_a_candidate_of_a_list_that_is_not_fixed_gets_no_number(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    extracted(mr_until())
    [(counter, number)] = draw(1, "jobs")
    with pytest.raises(IntegrityError) as refused:
        execute(
            "jobs",
            "INSERT INTO voucher (counter, number, candidate_id, issue_class, desk)"
            " VALUES (%s, %s, %s, 'run', 'run')",
            [counter, number, IssueCandidate.objects.get().pk],
        )
    assert refused_by(refused) == "voucher_candidate_is_fixed"


def test_a_candidate_is_listed_once_in_a_run(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    issue_run = extracted(mr_until())
    with pytest.raises(IntegrityError) as refused:
        execute(
            "jobs",
            "INSERT INTO issue_candidate (issue_run_id, resident_id, series, dose, earliest_on,"
            " is_guarded, mail_returned) SELECT issue_run_id, resident_id, series, dose,"
            " earliest_on, is_guarded, mail_returned FROM issue_candidate WHERE issue_run_id = %s",
            [issue_run],
        )
    assert refused_by(refused) == "issue_candidate_once"


@pytest.mark.parametrize("step", [*Step, "anything"])
def test_a_run_without_its_list_takes_no_step_but_the_first(fresh_ward: Place, step: str) -> None:
    issue_run = issue_runs.begin(CLERK, "名前", mr_until(), ON)
    statement = "INSERT INTO issue_step (issue_run_id, step) VALUES (%s, %s)"
    if step in (Step.EXTRACTED, Step.DISCARDED):
        as_clerk(statement, [issue_run, str(step)])
        assert issue_runs.steps_of(issue_run) == [step]
        return
    with pytest.raises(IntegrityError) as refused:
        as_clerk(statement, [issue_run, str(step)])
    assert refused_by(refused) == "issue_step_in_its_order"


def test_a_number_is_voided_once(fresh_ward: Place) -> None:
    voucher = handed_out(add_resident(date(2025, 3, 1)))
    issuing.withdraw(CLERK, voucher.pk)
    with pytest.raises(AlreadyVoid):
        issuing.withdraw(CLERK, voucher.pk)
    with pytest.raises(IntegrityError, match="duplicate key"):
        as_clerk(issuing.VOID, [voucher.pk, "withdrawn"])
    assert VoucherVoid.objects.count() == 1


@pytest.mark.parametrize("unknown", [0, 999])
def test_what_was_never_given_out_is_neither_voided_nor_reissued(
    fresh_ward: Place, unknown: int
) -> None:
    with pytest.raises(NoSuchVoucher):
        issuing.withdraw(CLERK, unknown)
    with pytest.raises(NoSuchVoucher):
        issuing.reissue(CLERK, [unknown], Channel.POST, ReissueReason.LOST, "x")
    with pytest.raises(NoSuchVoucher):
        telling.came_back(CLERK, "0000000000", ON, ReturnCause.MOVED, NextStep.KEEP)
    with pytest.raises(NoSuchVoucher):
        telling.settle(CLERK, unknown)


def test_who_wrote_and_when_is_not_what_the_writer_says(fresh_ward: Place) -> None:
    voucher = handed_out(add_resident(date(2025, 3, 1)))
    telling.came_back(CLERK, voucher.number, ON, ReturnCause.MOVED, NextStep.KEEP)
    for table in ("voucher", "voucher_void", "voucher_return", "issue_run", "pregnancy"):
        with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute(f"INSERT INTO {table} (recorded_by_name) VALUES ('somebody')")
    row = VoucherReturn.objects.get()
    assert (row.recorded_by, row.recorded_by_name) == (CLERK.account_id, CLERK.name)


def test_of_two_at_once_one_settles_a_returned_letter(fresh_ward: Place) -> None:
    voucher = handed_out(add_resident(date(2025, 3, 1)))
    telling.came_back(CLERK, voucher.number, ON, ReturnCause.MOVED, NextStep.KEEP)
    number = VoucherReturn.objects.get().pk
    results = at_once(fresh_ward, *[lambda: telling.settle(CLERK, number)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "ReturnSettled"]
    with pytest.raises(ReturnSettled):
        telling.settle(CLERK, number)


def test_of_two_at_once_one_reissues_a_lost_voucher(fresh_ward: Place) -> None:
    voucher = handed_out(add_resident(date(2025, 3, 1)))
    ask = (CLERK, [voucher.pk], Channel.COUNTER, ReissueReason.LOST, "infection")
    results = at_once(fresh_ward, *[lambda: issuing.reissue(*ask)] * 2)
    assert [type(result) for result in results].count(AlreadyVoid) == 1
    assert VoucherInForce.objects.count() == 1
    assert Voucher.objects.count() == 2


def test_of_two_at_once_one_posts_a_run(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    issue_run = numbered(mr_until())
    results = at_once(fresh_ward, *[lambda: issue_runs.post(CLERK, issue_run)] * 2)
    assert [type(result) for result in results].count(WrongStep) == 1
    assert IssueStep.objects.filter(issue_run=issue_run, step=Step.POSTED).count() == 1


def test_a_letter_pulled_twice_at_once_is_voided_once(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD)
    issue_run = numbered(mr_until())
    execute("jobs", "SELECT shelter_resident(%s)", [child])
    results = at_once(fresh_ward, *[lambda: issue_runs.pull(CLERK, issue_run)] * 2)
    assert VoucherVoid.objects.count() == 1
    assert 1 in results


@settings(max_examples=examples(20), suppress_health_check=ONE_WARD)
@given(
    acts=st.lists(
        st.sampled_from(["issue", "reissue", "withdraw", "whole"]), min_size=1, max_size=7
    )
)
def test_whatever_a_counter_does_at_most_one_number_holds_for_a_dose(
    ward: Place, acts: list[str]
) -> None:
    child = add_resident(date(2026, 10, 1))
    for act in acts:
        try:
            do(act, child)
        except (AlreadyIssued, AlreadyVoid, AlreadyUsed):
            continue
    everything = Voucher.objects.filter(resident_id=child)
    holding = VoucherInForce.objects.filter(resident_id=child)
    assert len({(each.series, each.dose) for each in holding}) == holding.count()
    void = VoucherVoid.objects.filter(voucher__in=everything)
    assert holding.count() + void.count() == everything.count()
    assert {each.voucher_id for each in void}.isdisjoint(each.voucher_id for each in holding)
    assert all(check_digit(each.number) == 0 for each in everything)


def do(act: str, child: int) -> None:
    """One thing a counter does about the newest voucher of a child, or about the next."""
    newest = Voucher.objects.filter(resident_id=child).order_by("-id").first()
    if act in ("issue", "whole") or newest is None:
        asked = Request(
            resident_id=child,
            series="HBV",
            channel=Channel.COUNTER,
            desk="infection",
            whole_course=act == "whole",
        )
        issuing.issue(CLERK, asked, ON, current())
    elif act == "reissue":
        issuing.reissue(CLERK, [newest.pk], Channel.COUNTER, ReissueReason.LOST, "infection")
    elif act == "withdraw":
        issuing.withdraw(CLERK, newest.pk)
    else:
        telling.came_back(CLERK, newest.number, ON, ReturnCause.MOVED, NextStep.KEEP)


def test_two_people_share_no_number_however_many_are_drawn(ward: Place) -> None:
    drawn = at_once(ward, *[lambda: draw(200)] * 4)
    numbers = [number for some in drawn for _, number in some]
    assert len(numbers) == len(set(numbers)) == 800
    assert all(check_digit(number) == 0 for number in numbers)
    in_order = sorted(drawn[0])
    assert [number for _, number in in_order] != sorted(number for _, number in in_order)


def test_drawing_nothing_asks_nothing(ward: Place) -> None:
    assert draw(0) == []
