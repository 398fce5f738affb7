"""The pages of refunds over HTTP: application, proposal, decision, letter, payment (B5, V108)."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from documents.paper import text_of
from ledger_of_tests import last_entry
from letters_of_tests import BORN, ON
from refunds_of_tests import (
    ACCOUNT,
    MOST,
    PNG,
    application,
    decided,
    given,
    proposed,
    taken_in,
    under_a_letter,
)
from residents_of_tests import add_resident, shelter
from staff_of_tests import Staff, employ

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.second_person import Proposal
from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.refunds import operations, queries
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.evidence import evidence_of
from sesshu.ward.refunds.models import RefundApplication, RefundPayment
from sesshu.ward.residents.sides import GUARDED

pytestmark = pytest.mark.usefixtures("fresh_ward")
HERE = "/131121/"


@pytest.fixture
def clerk(fresh_ward: object) -> Client:
    return employ("入力 太郎", Duty.ENTRY).client()


@pytest.fixture
def checker(fresh_ward: object) -> Client:
    return employ("確認 花子", Duty.CHECK).client()


@pytest.fixture
def payer(fresh_ward: object) -> Staff:
    return employ("処理 次郎", Duty.RUNS)


@pytest.fixture
def child(fresh_ward: object) -> int:
    return add_resident(BORN, postal_code="1540017", address="東京都世田谷区世田谷四丁目21番27号")


@pytest.fixture
def dose(child: int) -> RecordedDose:
    return under_a_letter(child)


def new(dose: RecordedDose) -> str:
    return f"{HERE}residents/{dose.entry.resident_id}/refunds/new?purpose=claim&dose={dose.id}"


def typed(**others: Any) -> dict[str, Any]:
    """What a clerk types from an application, and the scans."""
    return {
        "form_key": str(uuid4()),
        "received_on": ON.isoformat(),
        "applicant": "guardian",
        "applicant_name": "山田 太郎",
        "paid_on": ON.isoformat(),
        "claimed_yen": "12000",
        "receipt": SimpleUploadedFile("receipt.png", PNG),
        "record": SimpleUploadedFile("record.png", PNG),
        "bank_code": "０００１",
        "branch_code": "123",
        "account_kind": "ordinary",
        "account_number": "0012345",
        "holder_kana": "やまだ たろう",
    } | others


def test_an_application_is_taken_in_decided_printed_and_paid(
    clerk: Client, checker: Client, payer: Staff, dose: RecordedDose
) -> None:
    child = dose.entry.resident_id
    chosen = clerk.get(f"{HERE}residents/{child}/refunds/new?purpose=claim")
    assert f"dose={dose.id}" in chosen.text
    sent = clerk.post(new(dose), typed())
    row = RefundApplication.objects.get()
    assert sent["Location"] == f"{HERE}refunds/{row.pk}/"
    page = clerk.get(sent["Location"])
    for words in ("B型肝炎　1回目", "12,000円", f"{MOST:,}円", "領収書・明細書を開く"):
        assert words in page.text
    assert ACCOUNT.number not in page.text
    asked = clerk.get(f"{HERE}refunds/{row.pk}/propose/")
    assert f"一部を支給（{MOST:,}円）" in asked.text
    said = {"choice": "as_found", "shown": f"partly/{MOST}/{MOST}/ceiling"}
    assert clerk.post(f"{HERE}refunds/{row.pk}/propose/", said).status_code == 302
    proposal = Proposal.objects.latest("id")
    assert f"refund-checks/{proposal.pk}/" in checker.get(f"{HERE}refund-checks/").text
    shown = checker.get(f"{HERE}refund-checks/{proposal.pk}/")
    for words in ("0001-123", "0012345", "ヤマダ タロウ", f"一部を支給　{MOST:,}円"):
        assert words in shown.text
    assert (last_entry().action, last_entry().subjects) == ("refund.check", [child])
    decision = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert checker.post(f"{HERE}refund-checks/{proposal.pk}/", decision).status_code == 302
    assert "一部を支給" in clerk.get(f"{HERE}refunds/{row.pk}/").text
    text = text_of(clerk.get(f"{HERE}refunds/{row.pk}/pdf").content)
    for words in ("支給決定通知書", "山田太郎様", "154-0017", "12,000円", f"{MOST:,}円", "上限"):
        assert words in text
    assert (last_entry().action, last_entry().subjects) == ("refund.decision_printed", [child])
    treasury = payer.client()
    assert "1件" in treasury.get(f"{HERE}refund-payments/").text
    made = treasury.post(f"{HERE}refund-payments/make")
    assert "山田 花子" in treasury.get(made["Location"]).text
    paid = treasury.post(f"{made['Location']}paid", {"paid_on": ON.isoformat()})
    assert paid.status_code == 302
    assert RefundPayment.objects.get().paid_on == ON
    assert "支払済み" in clerk.get(f"{HERE}refunds/").text


def test_a_scan_is_shown_as_it_came_and_told(clerk: Client, dose: RecordedDose) -> None:
    row = taken_in(dose)
    number = row.refundevidence_set.first().pk
    scan = clerk.get(f"{HERE}refunds/papers/{number}")
    assert (scan["Content-Type"], scan.content) == ("image/png", PNG)
    assert last_entry().action == "refund.paper"


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"claimed_yen": "0"}, "請求額"),
        ({"bank_code": "12"}, "4桁の数字"),
        ({"account_number": "123"}, "7桁の数字"),
        ({"holder_kana": "山田"}, "カタカナかひらがな"),
        ({"paid_on": "2020-01-01"}, "接種日以後"),
        ({"received_on": "2999-01-01"}, "今日以前"),
        ({"receipt": SimpleUploadedFile("a.gif", b"GIF89a")}, "PDF、JPEG、PNG"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    clerk: Client, dose: RecordedDose, others: dict[str, Any], words: str
) -> None:
    page = clerk.post(new(dose), typed(**others))
    assert page.status_code == 422
    assert words in page.text
    assert 'value="山田 太郎"' in page.text
    assert not RefundApplication.objects.exists()


def test_what_speaks_against_it_leaves_only_the_refusal(clerk: Client, child: int) -> None:
    row = taken_in(given(child))
    page = clerk.get(f"{HERE}refunds/{row.pk}/propose/")
    assert "依頼書は、接種の後には出せません" in page.text
    assert 'value="as_found"' not in page.text
    empty = clerk.post(f"{HERE}refunds/{row.pk}/propose/", {"choice": "refused", "shown": "x"})
    assert "不支給の理由を選んでください" in empty.text
    said = {"choice": "refused", "refusal": "no_letter", "shown": "refused/0/10000/no_letter"}
    assert clerk.post(f"{HERE}refunds/{row.pk}/propose/", said).status_code == 302


def test_another_reason_is_said_in_words(clerk: Client, dose: RecordedDose) -> None:
    row = taken_in(dose)
    said = {"choice": "refused", "refusal": "other", "shown": "x"}
    page = clerk.post(f"{HERE}refunds/{row.pk}/propose/", said)
    assert "そのほかの理由を入力してください" in page.text


def test_a_page_that_is_out_of_date_hands_nothing_on(clerk: Client, dose: RecordedDose) -> None:
    row = taken_in(dose)
    said = {"choice": "as_found", "shown": "granted/1/1/"}
    page = clerk.post(f"{HERE}refunds/{row.pk}/propose/", said)
    assert page.status_code == 422
    assert "表示した後に" in page.text


def test_a_letter_of_refusal_says_why(clerk: Client, child: int) -> None:
    row = taken_in(given(child))
    decided(row)
    text = text_of(clerk.get(f"{HERE}refunds/{row.pk}/pdf").content)
    for words in ("不支給決定通知書", "依頼書の発行を受けていないため"):
        assert words in text


def test_of_a_guarded_resident_no_account_is_asked_and_no_letter_printed(
    clerk: Client, dose: RecordedDose
) -> None:
    row = taken_in(dose)
    decided(row)
    shelter(dose.entry.resident_id)
    page = clerk.get(new(dose))
    assert "支援措置担当に取り次いでください" in page.text
    assert 'name="account_number"' not in page.text
    printed = clerk.get(f"{HERE}refunds/{row.pk}/pdf", follow=True)
    assert "支援措置担当が印刷します" in printed.text


def test_the_guarded_desk_takes_in_decides_hands_over_and_pays(dose: RecordedDose) -> None:
    child = dose.entry.resident_id
    shelter(child)
    desk, second = (employ(f"支援 {name}", Duty.GUARDED).client() for name in ("一郎", "二郎"))
    address = f"{HERE}residents/{child}/guarded-refunds/new?purpose=claim"
    assert f"dose={dose.id}" in desk.get(address).text
    sent = desk.post(f"{address}&dose={dose.id}", typed())
    row = RefundApplication.objects.get()
    here = f"{HERE}guarded-refunds/{row.pk}/"
    assert sent["Location"] == here
    page = desk.get(here)
    assert "領収書・明細書を開く" in page.text
    [kept, _] = evidence_of(row)
    scan = desk.get(f"{HERE}guarded-refunds/papers/{kept.pk}")
    assert (scan["Content-Type"], scan.content) == ("image/png", PNG)
    said = {"choice": "as_found", "shown": f"partly/{MOST}/{MOST}/ceiling"}
    assert desk.post(f"{here}propose/", said)["Location"] == f"{HERE}guarded-refunds/"
    proposal = Proposal.objects.latest("id")
    assert "自分の起案は決裁できません" in desk.get(f"{HERE}guarded-refunds/").text
    check = f"{HERE}guarded-refunds/checks/{proposal.pk}/"
    assert check in second.get(f"{HERE}guarded-refunds/").text
    assert check in second.get(here).text
    shown = second.get(check)
    for words in ("0001-123", "0012345", "ヤマダ タロウ", f"一部を支給　{MOST:,}円"):
        assert words in shown.text
    decision = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert second.post(check, decision).status_code == 302
    letter = text_of(desk.get(f"{here}pdf").content)
    for words in ("支給決定通知書", "山田太郎様", f"{MOST:,}円"):
        assert words in letter
    for betraying in ("世田谷四丁目21番27号", "154-0017", "支援措置", ACCOUNT.number):
        assert betraying not in letter
    order = desk.post(f"{here}order")
    assert order["Cache-Control"] == "no-store"
    paper = text_of(order.content)
    for words in (
        "支払依頼書",
        "会計管理者様",
        f"{MOST:,}円",
        "0001-123",
        "0012345",
        "ヤマダタロウ",
    ):
        assert words in paper
    for betraying in ("世田谷四丁目", "山田花子", "山田太郎", "支援措置"):
        assert betraying not in paper
    assert "支払日" in desk.post(f"{here}paid", {"paid_on": "2999-01-01"}).text
    assert desk.post(f"{here}paid", {"paid_on": ON.isoformat()}).status_code == 302
    assert RefundPayment.objects.get().paid_on == ON
    assert "支払済み" in desk.get(f"{HERE}guarded-refunds/").text
    assert "支払うものがありません" in desk.post(f"{here}order", follow=True).text


def test_nobody_but_the_guarded_desk_sees_papers_account_and_letter(
    clerk: Client, checker: Client, payer: Staff, dose: RecordedDose
) -> None:
    shelter(dose.entry.resident_id)
    number = operations.take_in(payer.actor, application(dose), GUARDED)
    row = RefundApplication.objects.get(pk=number)
    found = considered(row).proposed
    assert found
    proposal = operations.propose_decision(payer.actor, number, found, None, "", GUARDED)
    [kept, _] = evidence_of(row)
    here = f"{HERE}guarded-refunds/"
    pages = ("", f"{number}/", f"{number}/pdf", f"papers/{kept.pk}", f"checks/{proposal.pk}/")
    for client in (clerk, checker, payer.client()):
        assert {client.get(here + page).status_code for page in pages} == {403}
    seen_at_counter = clerk.get(f"{HERE}refunds/{number}/").text
    assert "支援措置担当が扱います" in seen_at_counter
    assert "領収書" not in seen_at_counter
    assert clerk.get(f"{HERE}refunds/papers/{kept.pk}").status_code == 404
    assert checker.get(f"{HERE}refund-checks/{proposal.pk}/").status_code == 404
    assert f"checks/{proposal.pk}/" not in checker.get(f"{HERE}refund-checks/").text


def test_the_guarded_desk_takes_nobody_elses_refund(dose: RecordedDose) -> None:
    desk = employ("支援 一郎", Duty.GUARDED).client()
    row = taken_in(dose)
    page = desk.get(f"{HERE}residents/{dose.entry.resident_id}/guarded-refunds/new?purpose=claim")
    assert "ふつうの窓口" in page.text
    assert "dose=" not in page.text
    for address in ("", "pdf", "account/", "propose/"):
        assert desk.get(f"{HERE}guarded-refunds/{row.pk}/{address}").status_code == 404
    assert desk.post(f"{HERE}guarded-refunds/{row.pk}/order").status_code == 404


def test_what_waits_at_the_guarded_desk_is_told_on_its_first_page(
    checker: Client, dose: RecordedDose
) -> None:
    shelter(dose.entry.resident_id)
    taker, second = (employ(f"支援 {name}", Duty.GUARDED) for name in ("一郎", "二郎"))
    assert "担当課の償還払いの" not in second.client().get(HERE).text
    number = operations.take_in(taker.actor, application(dose), GUARDED)
    assert "担当課の償還払いの処理" in second.client().get(HERE).text
    found = considered(RefundApplication.objects.get(pk=number)).proposed
    assert found
    operations.propose_decision(taker.actor, number, found, None, "", GUARDED)
    assert "担当課の償還払いの決裁" in second.client().get(HERE).text
    assert "担当課の償還払いの決裁" not in taker.client().get(HERE).text
    assert "償還払いの決裁" not in checker.get(HERE).text


def test_the_treasury_gets_the_accounts_by_the_media_ledger_alone(
    payer: Staff, dose: RecordedDose
) -> None:
    decided(taken_in(dose))
    number = operations.make_list(payer.actor, ON)
    page = payer.client().get(f"{HERE}refund-payments/{number}/")
    assert ACCOUNT.number not in page.text
    assert f"list=refund.payments&amp;payment_list={number}" in page.text
    table = list_of("refund.payments")
    account: SignedIn | None = None
    conditions = table.accepted({"payment_list": str(number)}, account)
    [row] = table.rows(conditions)
    assert row.resident_id == dose.entry.resident_id
    assert row.values[1:] == (8_000, "0001", "123", "普通", "0012345", "ヤマダ タロウ")
    assert table.said(conditions)[0][1].startswith(f"{number}番")
    operations.mark_paid(payer.actor, number, ON)
    for given_conditions in (conditions, {}, {"payment_list": "999"}):
        with pytest.raises(UnknownConditions):
            table.accepted(given_conditions, account)


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("refunds/999/", "clerk"),
        ("refunds/999/pdf", "clerk"),
        ("refunds/papers/999", "clerk"),
        ("refund-checks/999/", "checker"),
    ],
)
def test_what_is_not_there_is_not_found(
    clerk: Client, checker: Client, address: str, who: str
) -> None:
    client = {"clerk": clerk, "checker": checker}[who]
    assert client.get(f"{HERE}{address}").status_code == 404


def test_who_takes_applications_in_neither_decides_nor_pays(
    clerk: Client, dose: RecordedDose
) -> None:
    proposal = proposed(taken_in(dose))
    for address in (f"refund-checks/{proposal.pk}/", "refund-payments/"):
        assert clerk.get(f"{HERE}{address}").status_code == 403


def test_the_refunds_of_a_person_stand_on_their_page_and_of_a_year_on_its_pages(
    clerk: Client, checker: Client, child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LISTED", 1)
    clerk.post(new(under_a_letter(child)), typed())
    clerk.post(new(under_a_letter(add_resident(BORN))), typed())
    other, own = [f"{HERE}refunds/{row.pk}/" for row in RefundApplication.objects.order_by("-id")]
    for client in (clerk, checker):
        page = client.get(f"{HERE}residents/{child}/letters/?purpose=claim").text
        assert own in page
        assert other not in page
    year = f"{HERE}refunds/?year={fiscal_year(ON)}"
    assert other in clerk.get(year).text
    assert own not in clerk.get(year).text
    assert own in clerk.get(f"{year}&page=2").text


def test_of_a_guarded_resident_the_ordinary_desk_lists_no_refund(
    clerk: Client, dose: RecordedDose
) -> None:
    clerk.post(new(dose), typed())
    shelter(dose.entry.resident_id)
    page = clerk.get(f"{HERE}residents/{dose.entry.resident_id}/letters/?purpose=claim").text
    assert f"{HERE}refunds/{RefundApplication.objects.get().pk}/" not in page


def test_an_empty_list_is_not_made(payer: Staff) -> None:
    page = payer.client().post(f"{HERE}refund-payments/make", follow=True)
    assert "支払う支給決定はありません" in page.text
    assert payer.client().get(f"{HERE}refund-payments/999/").status_code == 404
