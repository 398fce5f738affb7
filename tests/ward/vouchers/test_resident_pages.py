"""One resident's vouchers on screen: issue, reissue, application, exemption, letters that came back."""

from datetime import date

import pytest
from django.test import Client
from documents.paper import text_of
from doses_of_tests import BORN
from ledger_of_tests import entries
from pypdfium2 import PdfDocument
from residents_of_tests import add_resident
from staff_of_tests import employ
from vouchers_of_tests import ONE_YEAR_OLD, extracted, listed, mr_until

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.directory import Municipality, enter_in_directory
from sesshu.ward.vouchers.models import (
    IssueCandidate,
    Voucher,
    VoucherApplication,
    VoucherReturn,
)

COUNTER = "?purpose=counter"
RETURNS = "/131121/voucher-returns/"


@pytest.fixture
def clerk(fresh_ward: Place) -> Client:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    return employ("入力 花子", Duty.ENTRY).client()


@pytest.fixture
def child(clerk: Client) -> int:
    return add_resident(BORN)


def page_of(resident: int, page: str = "") -> str:
    return f"/131121/residents/{resident}/vouchers/{page}{COUNTER}"


def hand_out(clerk: Client, child: int, series: str = "MR1") -> Voucher:
    answer = clerk.post(page_of(child, "new"), {"series": series, "channel": "counter"})
    assert answer.status_code == 302, answer.text
    return Voucher.objects.latest("id")


def test_the_tab_asks_for_the_purpose_and_is_entered(clerk: Client, child: int) -> None:
    assert "利用目的" in clerk.get(f"/131121/residents/{child}/vouchers/").text
    assert "この方に発行した券はありません" in clerk.get(page_of(child)).text
    [look] = [entry for entry in entries() if entry.action == "voucher.history"]
    assert look.subjects == [child]


def test_a_voucher_is_handed_out_printed_and_reissued_at_the_counter(
    clerk: Client, child: int
) -> None:
    old = hand_out(clerk, child)
    pdf = clerk.post(page_of(child, f"{old.pk}/print"))
    assert pdf.content.startswith(b"%PDF")
    form = clerk.get(page_of(child, f"{old.pk}/reissue")).text
    assert f"{old.number[:3]}-{old.number[3:6]}-{old.number[6:]}" in form
    said = {"scope": "sheet", "channel": "counter", "reason": "lost"}
    assert clerk.post(page_of(child, f"{old.pk}/reissue"), said).status_code == 302
    text = clerk.get(page_of(child)).text
    assert "前の券番号" in text
    assert "紛失" in text
    assert "無効" in text
    again = clerk.post(page_of(child, f"{old.pk}/reissue"), said)
    assert again.status_code == 422
    assert "すでに無効" in again.text
    assert clerk.post(page_of(child, f"{old.pk}/print")).status_code == 302


def test_a_voucher_handed_out_by_mistake_is_withdrawn(clerk: Client, child: int) -> None:
    voucher = hand_out(clerk, child)
    clerk.post(page_of(child, f"{voucher.pk}/withdraw"))
    assert "発行の取消し" in clerk.get(page_of(child)).text
    assert hand_out(clerk, child).number != voucher.number


def test_the_same_dose_is_not_handed_out_twice(clerk: Client, child: int) -> None:
    hand_out(clerk, child)
    answer = clerk.post(page_of(child, "new"), {"series": "MR1", "channel": "counter"})
    assert answer.status_code == 422
    assert "すでに発行されています" in answer.text


def test_somebody_elses_voucher_is_not_found_here(clerk: Client, child: int) -> None:
    voucher = hand_out(clerk, add_resident(BORN))
    assert clerk.get(page_of(child, f"{voucher.pk}/reissue")).status_code == 404


def test_who_moved_in_applies_and_the_consent_keeps_its_text(clerk: Client, child: int) -> None:
    page = page_of(child, "new") + "&moved_in=1"
    assert "照会することに同意" in clerk.get(page).text
    said = {
        "series": "MR1",
        "channel": "counter",
        "applied_on": "2026-11-20",
        "identity_document": "passport",
        "consents": "no",
    }
    assert clerk.post(page, said).status_code == 302
    application = VoucherApplication.objects.select_related("consent_text").get()
    assert (application.consents, application.identity_document) == (False, "passport")
    assert "照会" in application.consent_text.content
    voucher = Voucher.objects.get()
    assert (voucher.issue_class, voucher.application_id) == ("moved_in", application.pk)


def test_a_refusal_is_kept_until_it_is_taken_back(clerk: Client) -> None:
    child = add_resident(ONE_YEAR_OLD)
    clerk.post(page_of(child, "exempt"), {"series": "", "cause": "refused"})
    assert "通知を希望しない" in clerk.get(page_of(child)).text
    assert listed(extracted(mr_until())) == {child: "refused"}
    clerk.post(page_of(child, "exempt"), {"series": "", "cause": "lifted"})
    assert listed(extracted(mr_until())) == {child: None}


def test_a_letter_that_came_back_is_shown_until_it_is_settled(clerk: Client) -> None:
    child = add_resident(ONE_YEAR_OLD)
    voucher = hand_out(clerk, child)
    said = {"returned_on": "2026-11-20", "cause": "moved", "next_step": "check_residence"}
    unknown = clerk.post(RETURNS, said | {"number": "0000000000"})
    assert unknown.status_code == 422
    assert clerk.post(RETURNS, said | {"number": voucher.number}).status_code == 302
    assert "居住を確かめる" in clerk.get(RETURNS).text
    assert "転居先不明" in clerk.get(page_of(child)).text
    extracted(mr_until())
    assert IssueCandidate.objects.get().mail_returned
    clerk.post(f"{RETURNS}{VoucherReturn.objects.get().pk}/settle")
    assert "済みにする" not in clerk.get(RETURNS).text
    clerk.post(f"{RETURNS}{VoucherReturn.objects.get().pk}/settle")
    assert [e.action for e in entries()].count("voucher.return_settled") == 2


def test_who_checks_doses_sees_the_history_and_changes_nothing(clerk: Client, child: int) -> None:
    voucher = hand_out(clerk, child)
    checker = employ("確認 次郎", Duty.CHECK).client()
    text = checker.get(page_of(child)).text
    assert "有効" in text
    assert "再発行する" not in text
    assert checker.post(page_of(child, f"{voucher.pk}/withdraw")).status_code == 403
    assert checker.get(RETURNS).status_code == 403


BABY = date(2026, 10, 1)


def baby_with_a_course(clerk: Client) -> int:
    baby = add_resident(BABY)
    said = {"series": "HBV", "channel": "counter", "whole_course": "on"}
    answer = clerk.post(page_of(baby, "new"), said, follow=True)
    assert answer.text.count("有効な券3枚をまとめてPDFで開く") == 1
    return baby


def test_the_rest_of_a_course_is_handed_out_and_printed_together(clerk: Client) -> None:
    baby = baby_with_a_course(clerk)
    assert [voucher.dose for voucher in Voucher.objects.order_by("id")] == [1, 2, 3]
    pdf = clerk.post(page_of(baby, "print"))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Cache-Control"] == "no-store"
    [printed] = [entry for entry in entries() if entry.action == "voucher.printed"]
    assert (printed.subjects, len(printed.details["voucher"])) == ([baby], 3)


def test_a_lost_envelope_is_reissued_as_a_whole(clerk: Client) -> None:
    baby = baby_with_a_course(clerk)
    first = Voucher.objects.earliest("id")
    said = {"scope": "series", "channel": "phone", "reason": "lost"}
    answer = clerk.post(page_of(baby, f"{first.pk}/reissue"), said, follow=True)
    assert "3枚を再発行しました" in answer.text
    assert Voucher.objects.filter(issue_class="reissue").count() == 3
    assert clerk.post(page_of(baby, f"{first.pk}/reissue"), said).status_code == 422


def test_nothing_is_printed_of_who_holds_nothing(clerk: Client) -> None:
    nobody = add_resident(BABY)
    assert "まとめてPDF" not in clerk.get(page_of(nobody)).text
    answer = clerk.post(page_of(nobody, "print"), follow=True)
    assert "印刷できる券がありません" in answer.text


def test_whoever_may_not_issue_does_not_print_either(clerk: Client) -> None:
    baby = baby_with_a_course(clerk)
    checker = employ("確認 次郎", Duty.CHECK).client()
    assert checker.post(page_of(baby, "print")).status_code == 403
    assert "まとめてPDF" not in checker.get(page_of(baby)).text


def test_a_sheet_is_opened_in_large_type_and_for_a_child_alone(clerk: Client) -> None:
    girl = add_resident(date(2012, 5, 1))
    held = hand_out(clerk, girl, "HPV")
    page = clerk.get(page_of(girl))
    assert 'name="large"' in page.text
    assert 'name="alone"' in page.text
    usual, large, alone = (
        clerk.post(page_of(girl, f"{held.pk}/print"), asked).content
        for asked in ({}, {"large": "1"}, {"alone": "1"})
    )
    assert text_of(large) == text_of(usual) != text_of(alone)
    every = clerk.post(page_of(girl, "print"), {"large": "1"}).content
    assert PdfDocument(every)[0].get_size() == PdfDocument(large)[0].get_size()
    assert PdfDocument(large)[0].get_size() > PdfDocument(usual)[0].get_size()


def test_only_where_a_child_may_come_alone_is_such_a_form_offered(
    clerk: Client, child: int
) -> None:
    hand_out(clerk, child)
    assert 'name="large"' in clerk.get(page_of(child)).text
    assert 'name="alone"' not in clerk.get(page_of(child)).text
