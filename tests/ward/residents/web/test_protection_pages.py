"""支援措置 on screen: begun at once by one person, asked about in time, ended by two (linkage §5.5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from ledger_of_tests import entries
from staff_of_tests import Staff, employ
from ward.residents.registry import HOME, work_off
from ward.residents.web.conftest import CHILD, HIDDEN, MOTHER, PROTECTED, id_of

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import Proposal, State
from sesshu.kernel.ages import reach_years
from sesshu.ward.residents.queries import resident_of

LIST = "/131121/protections/"
REASON = "本人から終了の申出があり、本人確認をした"


@pytest.fixture
def desk(guardian: Staff) -> Client:
    return guardian.client()


@pytest.fixture
def colleague(small_ward: object) -> Client:
    return employ("支援 三郎", Duty.GUARDED).client()


def tab(number: int, page: str = "") -> str:
    return f"/131121/residents/{id_of(number)}/protection/{page}?purpose=counter"


def said(**others: Any) -> dict[str, Any]:
    on = today()
    return {
        "kind": "2",
        "from_on": on.isoformat(),
        "until_on": reach_years(on, 1).isoformat(),
        "scope": "",
    } | others


def address_of(number: int) -> str | None:
    return resident_of(id_of(number), today()).address


def ask_end(client: Client, number: int, reason: str = REASON) -> Any:
    return client.post(tab(number, "end/"), {"reason": reason})


def decide(client: Client, decision: str, reason: str = "") -> Any:
    proposal = Proposal.objects.get(kind="ward.protection_end", state=State.OPEN)
    answer = {"decision": decision, "reason": reason, "shown_sha256": proposal.sha256}
    return client.post(f"{LIST}ends/{proposal.pk}/", answer)


def test_a_child_and_the_household_are_protected_by_one_form(desk: Client, clerk: Staff) -> None:
    assert address_of(CHILD) == address_of(MOTHER) == HOME
    assert desk.post(tab(CHILD), said()).status_code == 302
    assert address_of(CHILD) is address_of(MOTHER) is None
    page = clerk.client().get(f"/131121/residents/{id_of(MOTHER)}/?purpose=counter").text
    assert HOME not in page
    [begun] = [entry for entry in entries() if entry.action == "protection.begun"]
    assert sorted(begun.subjects) == sorted([id_of(CHILD), id_of(MOTHER)])


def test_what_was_entered_is_read_by_the_desk_alone(desk: Client, clerk: Staff) -> None:
    desk.post(tab(CHILD), said(scope="次の確認は電話で"))
    assert "次の確認は電話で" in desk.get(tab(CHILD)).text
    assert "ストーカー行為等" in desk.get(tab(CHILD)).text
    browser = clerk.client()
    for refused in (tab(CHILD), LIST):
        assert browser.get(refused).status_code == 403
    assert ask_end(browser, CHILD).status_code == 403
    seen = browser.get(f"/131121/residents/{id_of(CHILD)}/?purpose=counter").text
    assert "/protection/" not in seen


def test_somebody_of_the_household_has_no_entry_of_their_own(desk: Client) -> None:
    desk.post(tab(CHILD), said())
    assert "同じ世帯の方の支援措置により" in desk.get(tab(MOTHER)).text


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"kind": ""}, "区分を選"),
        ({"from_on": (today() + timedelta(days=1)).isoformat()}, "以前の日を入力してください"),
        ({"until_on": (today() - timedelta(days=1)).isoformat()}, "今日か、それより後の日"),
        ({"until_on": ""}, "終了日を入力してください"),
    ],
)
def test_a_period_that_cannot_be_is_asked_for_again(
    desk: Client, others: dict[str, str], message: str
) -> None:
    answer = desk.post(tab(CHILD), said(**others))
    assert answer.status_code == 422
    assert message in answer.text
    assert address_of(CHILD) == HOME


@pytest.mark.parametrize(("days", "listed"), [(31, False), (30, True), (0, True)])
def test_thirty_days_before_its_end_somebody_is_asked(
    desk: Client, days: int, *, listed: bool
) -> None:
    until = (today() + timedelta(days=days)).isoformat()
    desk.post(tab(CHILD), said(until_on=until))
    assert ("髙橋　葵" in desk.get(LIST).text) == listed
    assert ("期間を確かめる支援措置" in desk.get("/131121/").text) == listed


def test_a_longer_period_is_offered_with_the_cause_and_the_beginning_that_are_known(
    desk: Client,
) -> None:
    page = desk.get(tab(PROTECTED)).text
    assert 'value="2026-01-05"' in page
    assert f'value="{reach_years(today(), 1)}"' in page
    assert page.count("checked") == 1


def test_a_longer_period_takes_somebody_off_the_list(desk: Client) -> None:
    desk.post(tab(CHILD), said(until_on=today().isoformat()))
    assert "1人" in desk.get(LIST).text
    assert desk.post(tab(CHILD), said()).status_code == 302
    assert "髙橋　葵" not in desk.get(LIST).text
    assert address_of(CHILD) is None


def test_two_people_end_it_and_the_addresses_come_back(desk: Client, colleague: Client) -> None:
    desk.post(tab(CHILD), said())
    assert ask_end(desk, CHILD).status_code == 302
    assert "支援措置の終了の承認" in colleague.get("/131121/").text
    assert REASON in colleague.get(LIST).text
    assert decide(colleague, "approve").status_code == 302
    work_off()
    assert address_of(CHILD) == address_of(MOTHER) == HOME
    assert "終了" in desk.get(tab(CHILD)).text


def test_what_the_register_marked_is_ended_by_two_as_well(desk: Client, colleague: Client) -> None:
    ask_end(desk, PROTECTED)
    decide(colleague, "approve")
    work_off()
    assert address_of(PROTECTED) == HIDDEN


def test_whoever_asked_cannot_end_it(desk: Client) -> None:
    ask_end(desk, PROTECTED)
    assert "自分の申請は承認できません" in desk.get(LIST).text
    assert decide(desk, "approve").status_code == 422
    assert address_of(PROTECTED) is None


def test_an_end_that_was_sent_back_ends_nothing_and_can_be_asked_for_again(
    desk: Client, colleague: Client
) -> None:
    ask_end(desk, PROTECTED)
    assert decide(colleague, "decline", "本人の確認がない").status_code == 302
    work_off()
    assert address_of(PROTECTED) is None
    assert ask_end(desk, PROTECTED).status_code == 302


def test_an_end_is_asked_for_once(desk: Client, colleague: Client) -> None:
    ask_end(desk, PROTECTED)
    assert "終了が申請されています" in desk.get(tab(PROTECTED)).text
    again = ask_end(colleague, PROTECTED)
    assert again.status_code == 422
    assert "すでに申請されています" in again.text
    assert Proposal.objects.filter(kind="ward.protection_end").count() == 1


def test_there_is_no_end_of_what_never_began(desk: Client) -> None:
    answer = ask_end(desk, CHILD)
    assert answer.status_code == 422
    assert "支援措置はありません" in answer.text


def test_an_end_needs_its_reason(desk: Client) -> None:
    assert ask_end(desk, PROTECTED, " ").status_code == 422
    assert not Proposal.objects.filter(kind="ward.protection_end").exists()


def test_every_look_at_a_protection_is_in_the_ledger(desk: Client, colleague: Client) -> None:
    ask_end(desk, PROTECTED)
    desk.get(tab(PROTECTED))
    colleague.get(LIST)
    proposal = Proposal.objects.get(kind="ward.protection_end")
    colleague.get(f"{LIST}ends/{proposal.pk}/")
    looks = {entry.action: entry.subjects for entry in entries()}
    for action in ("protection.seen", "protection.periods", "protection.end"):
        assert looks[action] == [id_of(PROTECTED)]
