"""The media ledger on screen: who sees, asks, approves, records; what each is told."""

import pytest
from django.test import Client
from ledger_of_tests import entries
from media_of_tests import LIST, Office, seen
from staff_of_tests import Staff, employ

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.media import queries
from sesshu.foundation.media.models import TakeOut
from sesshu.foundation.media.states import Progress

BASE = "/131121/take-outs/"
NEW = f"{BASE}new?list={LIST}&count=3"


@pytest.fixture
def asker(office: Office, asking: Staff) -> Client:
    return asking.client()


@pytest.fixture
def security(office: Office, deciding: Staff) -> Client:
    return deciding.client()


def filled(office: Office, **others: object) -> dict[str, object]:
    return {
        "recipient": office.recipient,
        "medium": office.medium,
        "purpose": "通知の印刷",
        "legal_basis": "委託契約第5条",
        "due_on": today().isoformat(),
        "file_format": "xlsx",
        **others,
    }


def ask(client: Client, office: Office) -> int:
    answer = client.post(NEW, filled(office))
    assert answer.status_code == 302
    return TakeOut.objects.latest("pk").pk


def decide(client: Client, number: int, decision: str, reason: str = "") -> int:
    shown = TakeOut.objects.get(pk=number).proposal.sha256
    form = {"decision": decision, "reason": reason, "shown_sha256": shown}
    return client.post(f"{BASE}{number}/decide", form).status_code


def test_a_list_is_asked_for_by_its_address_and_shown_in_words(
    office: Office, asker: Client
) -> None:
    text = asker.get(NEW).text
    for words in ("試験の一覧", "人数", "3人", "宛名番号、氏名、生年月日、回数", "M-001"):
        assert words in text
    number = ask(asker, office)
    assert "承認待ち" in asker.get(BASE).text
    assert "取り下げる" in asker.get(f"{BASE}{number}/").text


@pytest.mark.parametrize("query", ["", f"list={LIST}", "list=no.such&count=3"])
def test_an_address_without_a_list_is_not_found(asker: Client, query: str) -> None:
    assert asker.get(f"{BASE}new?{query}").status_code == 404


def test_who_may_not_see_a_list_may_not_take_it_out(office: Office) -> None:
    clerk = employ("入力 花", Duty.ENTRY).client()
    assert clerk.get(NEW).status_code == 403
    assert clerk.post(NEW, filled(office)).status_code == 403
    assert queries.how_many() == 0


def test_a_refused_request_says_so_at_its_field(office: Office, asker: Client) -> None:
    late = asker.post(NEW, filled(office, due_on="2099-01-01"))
    assert late.status_code == 422
    assert "消去の期限は、今日から提出先の期間の末日まで" in late.text
    many = asker.post(f"{BASE}new?list={LIST}&count=101", filled(office))
    assert "上限を超えています" in many.text
    assert queries.how_many() == 0


def test_a_file_goes_its_way_on_the_pages_alone(
    office: Office, asker: Client, security: Client
) -> None:
    number = ask(asker, office)
    page = f"{BASE}{number}/"
    assert decide(security, number, "approve") == 302
    assert asker.post(f"{page}make").status_code == 302
    fetched = asker.post(f"{page}download")
    assert fetched["Content-Disposition"] == f'attachment; filename="take-out-{number}.zip"'
    assert fetched.content.startswith(b"PK")
    assert "パスワード" in security.get(page).text
    shown = security.post(f"{page}passphrase")
    assert "この画面は一度しか表示できません" in shown.text
    assert shown["Cache-Control"] == "no-store"
    assert asker.post(f"{page}hand-out", {"person": office.person}).status_code == 302
    assert asker.post(f"{page}return").status_code == 302
    erased = {"method": "destroyed", "proof": "消去作業証明書 第12号"}
    assert asker.post(f"{page}erase", erased).status_code == 302
    assert security.post(f"{page}confirm").status_code == 302
    text = security.get(page).text
    for words in ("受取 一郎", "物理的な破壊・裁断", "消去作業証明書 第12号", "完了"):
        assert words in text
    assert seen(number).progress is Progress.CONFIRMED


def test_what_was_done_before_is_told_and_not_done_again(
    office: Office, asker: Client, security: Client
) -> None:
    page = f"{BASE}{office.fetched()}/"
    for client, act in ((asker, "make"), (asker, "download"), (security, "confirm")):
        answer = client.post(page + act)
        assert answer.status_code == 409
        assert "処理できませんでした" in answer.text
    assert security.post(f"{page}passphrase").status_code == 200
    assert security.post(f"{page}passphrase").status_code == 409


def test_a_request_is_sent_back_with_a_reason_and_withdrawn_by_its_author(
    office: Office, asker: Client, security: Client
) -> None:
    number = ask(asker, office)
    assert decide(security, number, "decline") == 422
    assert decide(security, number, "decline", "根拠が違います。") == 302
    assert "根拠が違います。" in asker.get(f"{BASE}{number}/").text
    assert asker.post(f"{BASE}{number}/withdraw").status_code == 409
    second = ask(asker, office)
    assert asker.post(f"{BASE}{second}/withdraw").status_code == 302
    assert seen(second).progress is Progress.WITHDRAWN


def test_nobody_approves_another_text_than_was_shown(
    office: Office, asker: Client, security: Client
) -> None:
    number = ask(asker, office)
    form = {"decision": "approve", "shown_sha256": "0" * 64}
    answer = security.post(f"{BASE}{number}/decide", form)
    assert answer.status_code == 422
    assert "表示された内容と登録されている内容が違います" in answer.text


def test_who_asked_is_not_offered_the_passphrase_nor_who_approved_the_file(
    office: Office, asker: Client, security: Client
) -> None:
    page = f"{BASE}{office.made()}/"
    assert "/passphrase" not in asker.get(page).text
    assert "/download" not in security.get(page).text
    assert asker.post(f"{page}passphrase").status_code == 403
    assert security.post(f"{page}download").status_code == 403


def test_an_auditor_reads_and_does_nothing(office: Office) -> None:
    auditor = employ("監査 花子", Duty.AUDIT).client()
    page = f"{BASE}{office.made()}/"
    assert "<form" not in auditor.get(page).text.split("<main")[1].split("</main>")[0]
    for act in ("make", "download", "passphrase", "return", "confirm", "withdraw"):
        assert auditor.post(page + act).status_code == 403


def test_media_and_recipients_are_registered_and_closed_by_security_alone(
    office: Office, asker: Client, security: Client
) -> None:
    medium = {"number": "M-002", "kind": "usb_memory", "purpose": "登録の委託"}
    assert asker.post("/131121/media/new", medium).status_code == 403
    assert security.post("/131121/media/new", medium).status_code == 302
    again = security.post("/131121/media/new", medium)
    assert (again.status_code, "すでに登録されています" in again.text) == (422, True)
    assert "M-002" in asker.get("/131121/media/").text
    (found,) = queries.media().filter(number="M-002")
    page = f"/131121/media/{found.pk}/"
    assert security.post(f"{page}carriers", {"account": office.asker.account_id}).status_code == 302
    carrier = queries.carriers(found.pk)[0]
    closing = f"/131121/media/carriers/{carrier.pk}/close"
    assert security.post(closing, {"reason": "異動"}).status_code == 302
    assert security.post(f"{page}close", {"reason": "破損"}).status_code == 422
    closed = {"reason": "破損", "method": "destroyed", "proof": "廃棄証明書 第3号"}
    assert security.post(f"{page}close", closed).status_code == 302
    assert "廃棄証明書 第3号" in asker.get(page).text
    assert "破損" in asker.get("/131121/media/?state=withdrawn").text


def test_a_recipient_is_registered_with_what_is_declared_of_it(
    office: Office, security: Client
) -> None:
    told = {
        "name": "封入株式会社",
        "kind": "contractor",
        "work": "封入・発送",
        "list_kinds": [LIST],
        "medium_kind": "optical_disc",
        "handlers_most": "50",
        "residents_most": "9999999",
        "contract_from": "R8.4.1",
        "contract_until": "R8.3.31",
    }
    wrong = security.post("/131121/recipients/new", told)
    assert "期間の末日は、初日以後の日を" in wrong.text
    right = security.post("/131121/recipients/new", told | {"contract_until": "R9.3.31"})
    assert right.status_code == 302
    page = right["Location"]
    assert "試験の一覧" in security.get(page).text
    assert security.post(f"{page}people", {"name": "封入 花", "role": "担当"}).status_code == 302
    person = queries.roster(int(page.rstrip("/").rpartition("/")[2]))[0]
    closing = f"/131121/recipients/people/{person.pk}/close"
    assert security.post(closing, {"reason": "退職"}).status_code == 302
    assert "退職" in security.get(page).text
    assert security.post(f"{page}close", {"reason": "満了"}).status_code == 302
    assert "満了" in security.get(page).text
    assert {"recipient.registered", "recipient.person_named", "register.closed"} <= {
        entry.action for entry in entries()
    }


@pytest.mark.parametrize(
    "page",
    ["take-outs/99/", "media/99/", "recipients/99/", "take-outs/99/erase", "media/99/close",
     "recipients/people/99/close", "media/carriers/99/close"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(security: Client, page: str) -> None:
    assert security.get(f"/131121/{page}").status_code == 404
