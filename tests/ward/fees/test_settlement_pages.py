"""A month settled over HTTP, from the price to the sheet for the clinic (V100–V105, R4, R5)."""

import pytest
from clinic_files_of_tests import CLINIC, clinic, enter_clinics
from django.test import Client
from documents.paper import text_of
from ledger_of_tests import last_entry
from settlements_of_tests import APRIL, MR1, UNIT, claim, contract, dose, settle
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import list_of
from sesshu.foundation.second_person.models import Proposal
from sesshu.schedule import load
from sesshu.ward.fees.claims import claim_of
from sesshu.ward.fees.models import Settlement, UnitPrice
from sesshu.ward.fees.settling import Claimed

pytestmark = pytest.mark.usefixtures("fresh_ward")
HERE = f"/131121/fees/2026-04/{CLINIC}/"
PRICE = {
    "contract": "ward",
    "series": "MR1",
    "outcome": "given",
    "yen": str(UNIT),
    "valid_from": "R8.4.1",
    "reason": "契約書のとおり",
}


@pytest.fixture
def clerk(fresh_ward: object) -> Client:
    return employ("費用 花子", Duty.FEES).client()


@pytest.fixture
def checker(fresh_ward: object) -> Client:
    return employ("確認 太郎", Duty.CHECK).client()


def decide(client: Client, decision: str = "approve", **said: str) -> str:
    proposal = Proposal.objects.latest("id")
    address = f"/131121/fees/approvals/{proposal.pk}/"
    assert f"/fees/approvals/{proposal.pk}/" in client.get("/131121/fees/approvals/").text
    assert "申請の確認" in client.get(address).text
    typed = {"decision": decision, "shown_sha256": proposal.sha256, **said}
    return client.post(address, typed, follow=True).text


def test_a_month_from_its_price_to_its_sheet(clerk: Client, checker: Client) -> None:
    enter_clinics([clinic(CLINIC)])
    clerk.post("/131121/fees/prices/", PRICE)
    assert "1件を確定しました" in decide(checker)
    assert f"{UNIT:,}円" in clerk.get("/131121/fees/prices/").text
    dose()
    assert "請求待ち" in clerk.get("/131121/fees/?of=2026-04").text
    assert "請求はあるが" not in clerk.get(HERE).text
    typed = {"doses-MR1-given": "1", "yen-MR1-given": str(UNIT)}
    assert clerk.post(f"{HERE}claim/", typed).status_code == 302
    assert claim_of(CLINIC, APRIL).lines == {MR1: Claimed(1, UNIT)}
    assert "合っている" in clerk.get(HERE).text
    assert "確定を申請しました" in clerk.post(HERE, {"reason": "4月分"}, follow=True).text
    assert "確認待ち" in clerk.get("/131121/fees/?of=2026-04").text
    assert "1件を確定しました" in decide(checker)
    page = clerk.get(HERE).text
    assert f"支払額 {UNIT:,}円" in page
    printed = text_of(clerk.post(f"{HERE}print").content)
    for words in ("委託料内訳書", CLINIC, f"{UNIT:,}円"):
        assert words in printed
    assert "確定" in clerk.get("/131121/fees/?of=2026-04").text


def test_a_claim_is_returned_with_a_reason_the_clinic_reads(clerk: Client, checker: Client) -> None:
    contract()
    dose()
    claim(2)
    assert "請求の件数が記録より多い" in clerk.get(HERE).text
    clerk.post(HERE, {"reason": "4月分", "return-MR1-given": "予診票が1枚足りません"})
    assert "差し戻しました" in decide(checker, "decline", reason="電話で確かめてください")
    clerk.post(HERE, {"reason": "4月分", "return-MR1-given": "予診票が1枚足りません"})
    decide(checker)
    assert Settlement.objects.get().yen == 0
    assert "予診票が1枚足りません" in clerk.get(HERE).text
    assert "予診票が1枚足りません" in text_of(clerk.post(f"{HERE}print").content)
    assert "返戻あり" in clerk.get("/131121/fees/?of=2026-04").text


def test_a_dose_is_excluded_on_its_page_and_every_look_is_entered(clerk: Client) -> None:
    contract()
    given = dose()
    assert "支払の扱いを変える" in clerk.get(f"{HERE}doses/").text
    assert last_entry().action == "fees.doses"
    page = f"/131121/fees/doses/{given.id}/"
    assert load.current().series["MR1"].name in clerk.get(page).text
    assert "間違い接種" in clerk.post(page, {"cause": "間違い接種"}, follow=True).text
    assert "この月の接種も請求もありません" in clerk.get(HERE).text
    assert "いまの扱い" in clerk.get(page).text
    clerk.post(page, {"cause": ""})
    assert "1件" in clerk.get(HERE).text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"doses-MR1-given": "1"},
        {"yen-MR1-given": "1"},
        {"doses-MR1-given": "0", "yen-MR1-given": "1"},
    ],
)
def test_a_claim_names_number_and_amount(clerk: Client, typed: dict[str, str]) -> None:
    contract()
    assert clerk.post(f"{HERE}claim/", typed).status_code == 422
    assert claim_of(CLINIC, APRIL).id is None


def test_a_month_that_cannot_be_proposed_says_why(clerk: Client) -> None:
    contract()
    dose()
    answer = clerk.post(HERE, {"reason": "4月分"})
    assert answer.status_code == 422
    assert "請求書が入力されていません" in answer.text


@pytest.mark.parametrize(
    "typed", [PRICE | {"yen": "-1"}, PRICE | {"valid_until": "R8.3.31"}, PRICE | {"series": ""}]
)
def test_a_wrong_price_is_told(clerk: Client, typed: dict[str, str]) -> None:
    assert clerk.post("/131121/fees/prices/", typed).status_code == 422
    assert not UnitPrice.objects.exists()


def test_the_settled_month_may_be_taken_out(clerk: Client) -> None:
    contract()
    dose()
    claim(1)
    settle()
    assert "fees.month" in clerk.get("/131121/fees/?of=2026-04").text
    [row] = list_of("fees.month").rows({"of": "2026-04"})
    assert row.values[0] == CLINIC
    assert row.values[4:7] == (UNIT, 0, 1)
    assert row.resident_id is None


@pytest.mark.parametrize(
    "address",
    [
        "fees/2026-13/1311234569/",
        "fees/doses/99/",
        "fees/approvals/99/",
    ],
)
def test_what_is_not_there_is_not_found(fresh_ward: object, address: str) -> None:
    both = employ("兼務 三郎", Duty.FEES, Duty.CHECK).client()
    assert both.get(f"/131121/{address}").status_code == 404
    assert both.post(f"{HERE}print").status_code == 404


def test_who_only_enters_doses_sees_no_money(fresh_ward: object) -> None:
    client = employ("入力 太郎", Duty.ENTRY).client()
    for address in ("fees/", "fees/prices/", f"fees/2026-04/{CLINIC}/", "fees/approvals/"):
        assert client.get(f"/131121/{address}").status_code == 403


def test_who_checks_may_not_settle(checker: Client) -> None:
    contract()
    dose()
    claim(1)
    checker.post(HERE, {"reason": "4月分"})
    assert not Proposal.objects.filter(kind="ward.settlement").exists()
    assert checker.get(f"{HERE}doses/").status_code == 403
