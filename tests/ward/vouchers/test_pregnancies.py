"""A voucher for each pregnancy: found by a run, handed out at the counter, stopped when it is over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from ledger_of_tests import CLERK, last_entry
from merges_of_tests import merge
from residents_of_tests import add_resident
from staff_of_tests import employ
from vouchers_of_tests import ON, UNTIL, approve_fix, extracted, listed, numbered, proposed_fix
from ward.residents.registry import work_off
from ward.rulebooks.test_affected_list import ANYBODY

from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.directory import Municipality, enter_in_directory
from sesshu.schedule.load import current
from sesshu.ward.pregnancies import operations
from sesshu.ward.pregnancies.models import PregnancyNow
from sesshu.ward.vouchers import issue_runs, issuing, queries
from sesshu.ward.vouchers.codes import Channel, ReissueReason, VoidCause
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.lists import PrintTable
from sesshu.ward.vouchers.models import IssueCandidate, Voucher, VoucherInForce
from sesshu.ward.vouchers.situations import (
    AlreadyIssued,
    LettersToStop,
    NotEligible,
    PregnancyOver,
)

DUE = date(2027, 2, 1)
RSV = Conditions(series=("RSV",), until_on=UNTIL)


@pytest.fixture
def mother(fresh_ward: Place) -> int:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    return add_resident(date(1995, 4, 1))


def told(resident: int, due_on: date = DUE) -> int:
    return operations.record(CLERK, resident, due_on - timedelta(days=200), due_on)


def handed_out(resident: int, on: date = ON) -> Voucher:
    asked = Request(resident_id=resident, series="RSV", channel=Channel.COUNTER, desk="infection")
    [voucher] = issuing.issue(CLERK, asked, on, current())
    return voucher


def test_a_run_finds_who_reaches_the_week_and_nobody_without_a_pregnancy(mother: int) -> None:
    pregnancy = told(mother)
    add_resident(date(1995, 4, 1))
    later = add_resident(date(1996, 4, 1))
    told(later, date(2027, 5, 20))
    numbered(RSV)
    [voucher] = Voucher.objects.all()
    assert (voucher.resident_id, voucher.series, voucher.dose) == (mother, "RSV", 1)
    assert voucher.pregnancy_id == pregnancy
    assert VoucherInForce.objects.get().pregnancy_id == pregnancy
    candidate = IssueCandidate.objects.get()
    assert (candidate.earliest_on, candidate.last_on) == (date(2026, 11, 9), date(2027, 1, 10))


def test_a_pregnancy_has_one_voucher_and_the_next_pregnancy_another(mother: int) -> None:
    first = told(mother)
    numbered(RSV)
    assert listed(extracted(RSV)) == {mother: "already_issued"}
    with pytest.raises(AlreadyIssued):
        handed_out(mother)
    operations.change(CLERK, first, DUE, DUE - timedelta(days=3))
    second = told(mother, date(2028, 4, 1))
    in_two_years = Conditions(series=("RSV",), until_on=date(2028, 2, 1))
    numbered(in_two_years, date(2028, 1, 10))
    assert [v.pregnancy_id for v in Voucher.objects.order_by("id")] == [first, second]


def test_the_counter_hands_one_out_while_the_pregnancy_goes_on(mother: int) -> None:
    with pytest.raises(NotEligible):
        handed_out(mother)
    pregnancy = told(mother)
    assert handed_out(mother).pregnancy_id == pregnancy
    operations.change(CLERK, pregnancy, DUE, date(2026, 11, 10))
    with pytest.raises(NotEligible):
        handed_out(mother)


def test_a_pregnancy_told_under_another_number_of_the_person_is_found(mother: int) -> None:
    other = add_resident(date(1995, 4, 1))
    pregnancy = told(other)
    merge(mother, other)
    numbered(RSV)
    [voucher] = Voucher.objects.all()
    assert (voucher.resident_id, voucher.pregnancy_id) == (mother, pregnancy)


def test_a_letter_about_a_pregnancy_that_is_over_is_stopped(mother: int) -> None:
    pregnancy = told(mother)
    issue_run = numbered(RSV)
    operations.change(CLERK, pregnancy, DUE, date(2026, 11, 15))
    assert [each.cause for each in queries.to_stop(issue_run)] == [VoidCause.PREGNANCY_OVER]
    with pytest.raises(LettersToStop):
        issue_runs.post(CLERK, issue_run)
    assert issue_runs.pull(CLERK, issue_run) == 1
    issue_runs.post(CLERK, issue_run)
    assert [each.cause for each in queries.pulled(issue_run)] == [VoidCause.PREGNANCY_OVER]


def test_a_mistake_found_after_fixing_gets_no_number(mother: int) -> None:
    pregnancy = told(mother)
    issue_run = extracted(RSV)
    approve_fix(proposed_fix(issue_run))
    operations.change(CLERK, pregnancy, DUE, is_mistake=True)
    work_off()
    assert not Voucher.objects.exists()


def test_no_voucher_is_reissued_for_a_pregnancy_that_is_over(mother: int) -> None:
    pregnancy = told(mother)
    voucher = handed_out(mother)
    operations.change(CLERK, pregnancy, DUE, date(2026, 11, 15))
    with pytest.raises(PregnancyOver):
        issuing.reissue(CLERK, [voucher.pk], Channel.COUNTER, ReissueReason.LOST, "infection")
    assert VoucherInForce.objects.filter(voucher=voucher).exists()


def test_whoever_may_not_know_of_it_reissues_the_other_vouchers_alone(mother: int) -> None:
    told(mother)
    hidden = handed_out(mother)
    asked = Request(resident_id=mother, series="MR1", channel=Channel.COUNTER, desk="infection")
    with pytest.raises(NotEligible):
        issuing.issue(CLERK, asked, ON, current())
    assert issuing.unused_of(mother) == []
    assert [each.pk for each in issuing.unused_of(mother, of_pregnancies=True)] == [hidden.pk]


def page(client: Client, resident: int, rest: str) -> HttpResponse:
    return client.get(f"/131121/residents/{resident}/{rest}?purpose=counter")


def main(answer: HttpResponse) -> str:
    return answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_no_page_of_another_duty_tells_of_a_pregnancy(mother: int) -> None:
    clerk = employ("入力 花子", Duty.ENTRY).client()
    before = main(page(clerk, mother, ""))
    told(mother)
    issue_run = numbered(RSV)
    voucher = Voucher.objects.get()
    assert page(clerk, mother, "pregnancies/").status_code == 403
    assert main(page(clerk, mother, "")) == before
    shown = page(clerk, mother, "vouchers/").text
    assert "RSウイルス" not in shown
    assert "この方に発行した券はありません" in shown
    assert "RSウイルス" not in page(clerk, mother, "vouchers/new").text
    assert page(clerk, mother, f"vouchers/{voucher.pk}/reissue").status_code == 404
    runner = employ("一括 太郎", Duty.RUNS).client()
    assert "MR 12月分" not in runner.get("/131121/issue-runs/").text
    for part in ("", "list/", "stop/", "by-hand/"):
        assert runner.get(f"/131121/issue-runs/{issue_run}/{part}").status_code == 404
    assert 'value="RSV"' not in runner.get("/131121/issue-runs/new").text
    assert runner.post(f"/131121/issue-runs/{issue_run}/batches/1/").status_code == 404


def test_the_duty_sees_records_and_issues(mother: int) -> None:
    clerk = employ("母子 花子", Duty.MATERNAL).client()
    assert "記録されていません" in page(clerk, mother, "pregnancies/").text
    assert (last_entry().action, last_entry().subjects) == ("pregnancy.seen", [mother])
    tab = f"/131121/residents/{mother}/pregnancies/?purpose=counter"
    wrong = clerk.post(tab, {"notified_on": "2026-07-01", "due_on": "2028-01-01"})
    assert wrong.status_code == 422
    assert "母子健康手帳と見比べて" in wrong.text
    assert clerk.post(tab, {"notified_on": "2026-07-01", "due_on": "2027-02-01"}).status_code == 302
    assert "令和9年2月1日" in clerk.get(tab).text
    new = f"/131121/residents/{mother}/vouchers/new?purpose=counter"
    assert clerk.post(new, {"series": "RSV", "channel": "counter"}).status_code == 302
    assert "RSウイルス" in page(clerk, mother, "vouchers/").text
    assert "記録(分娩予定日)がありません" not in page(clerk, mother, "").text
    number = PregnancyNow.objects.get().id
    change = f"/131121/residents/{mother}/pregnancies/{number}/?purpose=counter"
    said = {"due_on": "2027-02-01", "what": "ended", "ended_on": ""}
    assert "終わった日を入力" in clerk.post(change, said).text
    assert (
        clerk.post(change, said | {"what": "goes_on", "ended_on": "2026-11-01"}).status_code == 422
    )
    assert clerk.post(change, said | {"ended_on": "2026-11-01"}).status_code == 302
    assert "終わった" in clerk.get(tab).text
    assert clerk.get(change.replace(f"/{number}/", "/99/")).status_code == 404


def test_runs_of_pregnancies_are_seen_by_who_holds_both_duties(mother: int) -> None:
    told(mother)
    issue_run = numbered(RSV)
    runner = employ("一括 母子", Duty.RUNS, Duty.MATERNAL)
    client = runner.client()
    assert "MR 12月分" in client.get("/131121/issue-runs/").text
    assert "RSウイルス" in client.get(f"/131121/issue-runs/{issue_run}/").text
    assert 'value="RSV"' in client.get("/131121/issue-runs/new").text


def test_the_print_table_of_pregnancies_leaves_by_their_duty_alone(mother: int) -> None:
    told(mother)
    given = {"run": str(numbered(RSV))}
    both = replace(ANYBODY, duties=frozenset({Duty.RUNS, Duty.MATERNAL}))
    assert PrintTable().accepted(given, both) == given
    with pytest.raises(UnknownConditions):
        PrintTable().accepted(given, replace(ANYBODY, duties=frozenset({Duty.RUNS})))


def test_a_list_of_pregnancies_waits_for_who_may_know_of_them_alone(mother: int) -> None:
    told(mother)
    proposal = proposed_fix(extracted(RSV))
    checker = employ("確認 次郎", Duty.CHECK).client()
    both = employ("確認 母子", Duty.CHECK, Duty.MATERNAL).client()
    decide = f"/131121/issue-fixes/{proposal.pk}/"
    assert "一斉発行の確定" not in checker.get("/131121/").text
    assert checker.get(decide).status_code == 404
    assert "一斉発行の確定" in both.get("/131121/").text
    assert both.get(decide).status_code == 200
