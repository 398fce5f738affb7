"""The pages of the letters over HTTP: application, decision, letter, report (B5, B6)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from documents.paper import text_of
from ledger_of_tests import last_entry
from letters_of_tests import BORN, ON, SCAN, applied, approved
from residents_of_tests import add_resident, shelter
from staff_of_tests import Staff, employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import Proposal
from sesshu.ui.fields import ScanField
from sesshu.ward.letters import queries

pytestmark = pytest.mark.usefixtures("ward")


@pytest.fixture(scope="module")
def people() -> dict[str, Staff]:
    return {}


@pytest.fixture
def clerk(ward: object, people: dict[str, Staff]) -> Client:
    return people.setdefault("clerk", employ("入力 太郎", Duty.ENTRY)).client()


@pytest.fixture
def checker(ward: object, people: dict[str, Staff]) -> Client:
    return people.setdefault("checker", employ("確認 花子", Duty.CHECK)).client()


@pytest.fixture
def child(ward: object) -> int:
    return add_resident(BORN, postal_code="1540017", address="東京都世田谷区世田谷四丁目21番27号")


def day(ahead: int) -> str:
    return (ON + timedelta(days=ahead)).isoformat()


def typed(**others: Any) -> dict[str, Any]:
    """What a clerk types from an application."""
    return {
        "received_on": day(0),
        "channel": "counter",
        "applicant": "guardian",
        "applicant_name": "山田 太郎",
        "reason": "birth_at_parents",
        "vaccinations": ["HBV/1", "HBV/2"],
        "planned_from": day(28),
        "planned_until": day(58),
        "address": "大阪府大阪市北区梅田１－１",
        "addressee": "mayor",
        "addressee_name": "大阪市長",
    } | others


def new(child: int) -> str:
    return f"/131121/residents/{child}/letters/new?purpose=counter"


def test_an_application_becomes_a_letter_by_a_second_person(
    clerk: Client, checker: Client, child: int
) -> None:
    sent = clerk.post(new(child), typed())
    assert sent.status_code == 302
    proposal = Proposal.objects.latest("id")
    queue = checker.get("/131121/letter-checks/")
    assert f"/131121/letter-checks/{proposal.pk}/" in queue.text
    shown = checker.get(f"/131121/letter-checks/{proposal.pk}/")
    for words in ("大阪市長", "大阪府大阪市北区", "B型肝炎　1回目", "里帰り出産", "保護者"):
        assert words in shown.text
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert checker.post(f"/131121/letter-checks/{proposal.pk}/", said).status_code == 302
    [letter] = queries.letters_of(child)
    page = clerk.get(f"/131121/letters/{letter.id}/")
    assert "大阪市長" in page.text
    assert (last_entry().action, last_entry().subjects) == ("request_letter.view", [child])
    printed = clerk.get(f"/131121/letters/{letter.id}/pdf")
    text = text_of(printed.content)
    for words in ("予防接種実施依頼書", "大阪市長", "B型肝炎", "8予接第", "山田太郎"):
        assert words in text
    assert (last_entry().action, last_entry().subjects) == ("request_letter.printed", [child])
    listed = clerk.get(f"/131121/residents/{child}/letters/?purpose=counter")
    assert f"/131121/letters/{letter.id}/" in listed.text


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"planned_from": day(3)}, "14日前"),
        ({"planned_from": day(-1)}, "接種の後には出せません"),
        ({"planned_until": day(20)}, "初日以後"),
        ({"received_on": day(1)}, "今日以前"),
        ({"address": "大阪市北区梅田1-1"}, "都道府県から"),
        ({"addressee": "provider"}, "宛先が医療機関のとき"),
        ({"mail_address": "大阪府大阪市"}, "両方を入力"),
        ({"vaccinations": []}, "接種の種類と回数"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_typed_is_lost(
    clerk: Client, child: int, others: dict[str, Any], words: str
) -> None:
    page = clerk.post(new(child), typed(**others))
    assert page.status_code == 422
    assert words in page.text
    assert 'value="山田 太郎"' in page.text
    assert Proposal.objects.filter(subjects=[child]).count() == 0


def test_only_what_may_be_given_within_a_year_is_offered(clerk: Client, child: int) -> None:
    page = clerk.get(new(child))
    assert 'value="HBV/1"' in page.text
    assert 'value="JE2/1"' not in page.text


def test_of_a_guarded_resident_nothing_is_asked(clerk: Client) -> None:
    child = add_resident(BORN, guarded=True)
    page = clerk.get(new(child))
    assert "支援措置担当に取り次いでください" in page.text
    assert 'name="address"' not in page.text


def test_what_is_sent_back_becomes_no_letter(clerk: Client, checker: Client, child: int) -> None:
    clerk.post(new(child), typed())
    proposal = Proposal.objects.latest("id")
    said = {"decision": "decline", "reason": "宛先が違う", "shown_sha256": proposal.sha256}
    checker.post(f"/131121/letter-checks/{proposal.pk}/", said)
    assert queries.letters_of(child) == ()


def reported(**others: Any) -> dict[str, Any]:
    """What a clerk types from another mayor's letter and the screening form."""
    return {
        "letter_number": "大保第9号",
        "letter_on": day(-20),
        "mayor": "大阪市長",
        "name": "川口 みなと",
        "name_kana": "かわぐち みなと",
        "birth_on": day(-200),
        "sex": "1",
        "address": "大阪府大阪市北区梅田１－１",
        "series": "HBV",
        "dose": "2",
        "given_on": day(-7),
        "vaccine_name": "ビームゲン",
        "lot": "Y123",
        "volume_ml": "0.25",
        "provider_name": "三軒茶屋こども診療所",
        "doctor": "高橋",
        "scan": SimpleUploadedFile("form.png", SCAN.content),
    } | others


def test_a_report_with_its_scan_is_entered_checked_and_shown(
    clerk: Client, checker: Client
) -> None:
    assert clerk.post("/131121/letters/reports/new", reported()).status_code == 302
    proposal = Proposal.objects.latest("id")
    shown = checker.get(f"/131121/letter-checks/{proposal.pk}/")
    assert "川口 みなと（カワグチ ミナト）" in shown.text
    scan = checker.get(f"/131121/letters/scans/{proposal.pk}")
    assert (scan["Content-Type"], scan.content) == ("image/png", SCAN.content)
    assert last_entry().action == "completion_report.scan"
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    checker.post(f"/131121/letter-checks/{proposal.pk}/", said)
    [report] = queries.latest_reports(queries.year_of(ON))
    assert "大保第9号" in clerk.get(f"/131121/letters/reports/{report.pk}/").text
    text = text_of(clerk.get(f"/131121/letters/reports/{report.pk}/pdf").content)
    for words in ("予防接種実施報告書", "大保第9号", "川口みなと", "Y123", "予診票の写し"):
        assert words in text
    assert "川口 みなと" in clerk.get("/131121/letters/").text


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"GIF89a", "PDF、JPEG、PNG"), (b"%PDF-" + b"0" * ScanField.LARGEST, "5MBより大きい")],
)
def test_a_scan_that_cannot_be_shown_is_refused(clerk: Client, content: bytes, words: str) -> None:
    said = reported(scan=SimpleUploadedFile("form.bin", content))
    page = clerk.post("/131121/letters/reports/new", said)
    assert page.status_code == 422
    assert words in page.text


@pytest.mark.parametrize(
    "address", ["letters/999/", "letters/reports/999/", "letters/scans/999", "letter-checks/999/"]
)
def test_what_is_not_there_is_not_found(clerk: Client, checker: Client, address: str) -> None:
    client = checker if "checks" in address else clerk
    assert client.get(f"/131121/{address}").status_code == 404


def test_the_letter_of_a_guarded_resident_is_not_printed_here(
    clerk: Client, checker: Client, child: int
) -> None:
    letter = queries.letter_of_proposal(approved(applied(child)).pk)
    assert letter
    shelter(child)
    page = clerk.get(f"/131121/letters/{letter.id}/pdf", follow=True)
    assert "支援措置担当が印刷します" in page.text
    assert "印刷する（PDF）" not in page.text


def test_another_year_is_asked_for_by_its_number(clerk: Client) -> None:
    page = clerk.get("/131121/letters/?year=2019")
    assert "平成31年度" in page.text
    assert "この年度の依頼書はありません" in page.text


def test_every_letter_of_a_year_is_reached_by_turning_pages(
    clerk: Client, child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LISTED", 2)
    letters = [queries.letter_of_proposal(approved(applied(child)).pk) for _ in range(5)]
    found, address = [], f"/131121/letters/?year={queries.year_of(ON)}"
    pages = -(-queries.count_letters(queries.year_of(ON)) // 2)
    for number in range(1, pages + 1):
        text = clerk.get(f"{address}&page={number}").text
        found += re.findall(r"/131121/letters/(\d+)/", text)
        assert ("次のページ" in text) == (number < pages)
    assert len(found) == len(set(found)) == queries.count_letters(queries.year_of(ON))
    assert {str(letter.id) for letter in letters if letter} <= set(found)


def test_who_may_only_run_batches_sees_no_letter(ward: object) -> None:
    assert employ("処理 次郎", Duty.RUNS).client().get("/131121/letters/").status_code == 403
