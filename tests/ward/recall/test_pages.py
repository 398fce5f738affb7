"""The pages of recall over HTTP, from a new round to its letters (B4)."""

import pytest
from django.test import Client
from documents.paper import text_of
from ledger_of_tests import last_entry
from recalls_of_tests import FIVE_YEARS_OLD, fixed, found
from residents_of_tests import add_resident, shelter
from staff_of_tests import Staff, employ
from ward.residents.registry import work_off

from sesshu.foundation.duties import Duty
from sesshu.ward.recall import queries, rounds
from sesshu.ward.recall.codes import Step

pytestmark = pytest.mark.usefixtures("fresh_ward")
ROUND = {
    "name": "秋の通知",
    "series": "JE1",
    "attempt": "1",
    "overdue_days": "0",
    "days_since_last": "90",
}


@pytest.fixture
def runner(fresh_ward: object) -> Client:
    return employ("処理 次郎", Duty.RUNS).client()


@pytest.fixture
def checker(fresh_ward: object) -> Staff:
    return employ("確認 花子", Duty.CHECK)


def test_a_round_from_its_conditions_to_the_post(runner: Client, checker: Staff) -> None:
    home = {"postal_code": "1540017", "address": "東京都世田谷区世田谷四丁目21番27号"}
    add_resident(FIVE_YEARS_OLD, name="世田谷 みどり", **home)
    answer = runner.post("/131121/recalls/new", ROUND)
    [begun] = queries.latest_rounds()
    address = f"/131121/recalls/{begun.id}/"
    assert answer["Location"] == address
    assert "対象の方を探しています" in runner.get(address).text
    work_off()
    assert "通知</dt><dd>1通" in runner.get(address).text
    runner.post(f"{address}propose", {"reason": "年度末まで"})
    decide = checker.client().get(f"{address}decide/")
    assert "年度末まで" in decide.text
    assert runner.get(f"{address}print/1").status_code == 404
    proposal = rounds.waiting_fix(begun.id)
    assert proposal
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert checker.client().post(f"{address}decide/", said).status_code == 302
    assert "世田谷 みどり" in runner.get(f"{address}letters/").text
    assert last_entry().action == "recall.letters"
    text = text_of(runner.get(f"{address}print/1").content)
    for words in ("世田谷みどり様（保護者）", "154-0017", "日本脳炎第1期", "令和10年11月30日まで"):
        assert words in text
    assert last_entry().action == "recall.printed"
    runner.post(f"{address}post")
    assert queries.round_of(begun.id).at is Step.POSTED
    assert "30日以内" in runner.get(address).text
    assert "秋の通知" in runner.get("/131121/recalls/").text


def test_letters_that_must_not_be_sent_are_listed_and_pulled(runner: Client) -> None:
    child = add_resident(FIVE_YEARS_OLD, name="世田谷 みどり")
    number = fixed()
    shelter(child)
    assert "止める通知 1通を見る" in runner.get(f"/131121/recalls/{number}/").text
    printed = runner.get(f"/131121/recalls/{number}/print/1", follow=True)
    assert "印刷する通知がありません" in printed.text
    runner.post(f"/131121/recalls/{number}/post")
    assert queries.round_of(number).at is Step.FIXED
    page = runner.get(f"/131121/recalls/{number}/stop/")
    assert "担当課で対応" in page.text
    assert last_entry().subjects == [child]
    runner.post(f"/131121/recalls/{number}/stop/")
    runner.post(f"/131121/recalls/{number}/post")
    assert queries.round_of(number).at is Step.POSTED


def test_a_round_without_anybody_says_what_to_do(runner: Client) -> None:
    number = found()
    assert "通知する方がいません" in runner.get(f"/131121/recalls/{number}/").text
    runner.post(f"/131121/recalls/{number}/discard")
    assert queries.round_of(number).at is Step.DISCARDED


def test_series_of_class_b_are_not_offered(runner: Client) -> None:
    page = runner.get("/131121/recalls/new")
    assert 'value="JE1"' in page.text
    assert 'value="FLU"' not in page.text


@pytest.mark.parametrize(("name", "value"), [("series", ""), ("overdue_days", "-1"), ("name", "")])
def test_what_is_missing_is_told(runner: Client, name: str, value: str) -> None:
    page = runner.post("/131121/recalls/new", ROUND | {name: value})
    assert page.status_code == 422
    assert queries.latest_rounds() == ()


def test_without_a_reason_nothing_is_proposed(runner: Client) -> None:
    add_resident(FIVE_YEARS_OLD)
    number = found()
    runner.post(f"/131121/recalls/{number}/propose", {"reason": ""})
    assert rounds.waiting_fix(number) is None


@pytest.mark.parametrize("address", ["999/", "999/letters/", "999/decide/", "999/stop/"])
def test_what_is_not_there_is_not_found(runner: Client, checker: Staff, address: str) -> None:
    client = checker.client() if "decide" in address else runner
    assert client.get(f"/131121/recalls/{address}").status_code == 404


def test_who_may_only_enter_sees_no_round(fresh_ward: object) -> None:
    number = found()
    client = employ("入力 太郎", Duty.ENTRY).client()
    assert client.get(f"/131121/recalls/{number}/").status_code == 403
