"""The check queue and its item page over HTTP (ui.md §7.5)."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from doses_of_tests import AS_GIVEN, BORN, cancel, check, correct, enter, mr1, pcv, record
from ledger_of_tests import last_entry
from residents_of_tests import add_resident
from staff_of_tests import Staff, employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import Proposal, State, proposal_of
from sesshu.ward.records import queries

pytestmark = pytest.mark.usefixtures("fresh_ward")

NEXT = {"then": "next"}


@pytest.fixture
def checker(fresh_ward: object) -> Staff:
    return employ("確認 花子", Duty.CHECK)


@pytest.fixture
def client(checker: Staff) -> Client:
    return checker.client()


@pytest.fixture
def child(fresh_ward: object) -> int:
    return add_resident(BORN)


def item(proposal: Proposal) -> str:
    return f"/131121/checks/{proposal.pk}/"


def shown(page: str) -> dict[str, str]:
    """What the page hands back to say what it showed."""
    return dict(re.findall(r'name="(sha256|verdict_shown)" value="([^"]*)"', page))


def decide(client: Client, proposal: Proposal, decision: str, **others: Any) -> Any:
    said = shown(client.get(item(proposal)).text) | {"same_person": "on"}
    return client.post(item(proposal), said | {"decision": decision} | NEXT | others)


def test_the_queue_tells_who_waits_for_what_with_the_verdict_of_now(
    client: Client, child: int
) -> None:
    enter(mr1(child))
    enter(mr1(child, series="VAR", as_given=True, particulars=AS_GIVEN))
    page = client.get("/131121/checks/")
    for words in (
        "確認待ち　2件",
        "山田 花子",
        "R8.4.10",
        "定期接種(A類) 1回目",
        "ワクチンの種類違い",
    ):
        assert words in page.text
    assert (last_entry().action, last_entry().subjects) == ("dose.check_queue", [child, child])


def test_own_entries_are_listed_but_locked(fresh_ward: object, child: int) -> None:
    both = employ("両方 次郎", Duty.ENTRY, Duty.CHECK)
    proposal = enter(mr1(child), actor=both.actor)
    page = both.client().get("/131121/checks/")
    assert "自分の入力は確認できません" in page.text
    assert item(proposal) not in page.text
    opened = both.client().get(item(proposal))
    assert 'name="decision"' not in opened.text
    refused = both.client().post(
        item(proposal),
        {
            "decision": "approve",
            "same_person": "on",
            "sha256": proposal.sha256,
            "verdict_shown": queries.entry_of(proposal.pk, date(2026, 11, 20)).verdict_shown,
        },
    )
    assert refused.status_code == 422
    assert proposal_of(proposal.pk).state == State.OPEN


def test_filters_are_in_the_address_and_stay_through_the_items(client: Client, child: int) -> None:
    enter(mr1(child))
    first = enter(pcv(child, date(2025, 5, 10)))
    second = enter(pcv(child, date(2025, 6, 20)))
    page = client.get("/131121/checks/?series=PCV")
    assert "条件に合うもの 2件" in page.text
    said = shown(client.get(f"{item(first)}?series=PCV").text)
    onward = client.post(f"{item(first)}?series=PCV", said | {"decision": "hold"} | NEXT)
    assert onward["Location"] == f"{item(second)}?series=PCV"


def test_nothing_is_chosen_before_the_checker_chooses(client: Client, child: int) -> None:
    page = client.get(item(enter(mr1(child))))
    assert 'type="radio"' in page.text
    assert "checked" not in page.text
    refused = client.post(item(enter(mr1(child))), shown(page.text) | NEXT)
    assert (refused.status_code, "確認の結果を選んでください。" in refused.text) == (422, True)


def test_an_approval_records_the_dose_and_leads_to_the_next(client: Client, child: int) -> None:
    first, second = enter(mr1(child)), enter(pcv(child, date(2025, 5, 10)))
    onward = decide(client, first, "approve")
    assert onward["Location"] == item(second)
    assert "1件を承認しました。残り1件です。" in client.get(onward["Location"]).text
    assert [dose.entry.series for dose in queries.doses_of(child)] == ["MR1"]
    assert decide(client, second, "approve")["Location"] == "/131121/checks/"


def test_nobody_confirms_a_form_without_comparing_the_person(client: Client, child: int) -> None:
    proposal = enter(mr1(child))
    said = shown(client.get(item(proposal)).text) | {"decision": "approve"} | NEXT
    refused = client.post(item(proposal), said)
    assert (refused.status_code, refused.text.count("予診票と見くらべて")) == (422, 2)
    assert queries.doses_of(child) == ()


def test_the_address_to_compare_is_shown_unless_it_is_guarded(
    client: Client, fresh_ward: object
) -> None:
    seen = add_resident(BORN, address="世田谷四丁目２１番２７号")
    assert "世田谷四丁目２１番２７号" in client.get(item(enter(mr1(seen)))).text
    guarded = add_resident(BORN, guarded=True)
    assert "担当課へお問い合わせください" in client.get(item(enter(mr1(guarded)))).text


def test_the_checker_may_go_back_to_the_list(client: Client, child: int) -> None:
    first = enter(mr1(child))
    enter(pcv(child, date(2025, 5, 10)))
    assert decide(client, first, "approve", then="list")["Location"] == "/131121/checks/"


def test_an_entry_is_sent_back_only_with_a_reason(client: Client, child: int) -> None:
    proposal = enter(mr1(child))
    refused = decide(client, proposal, "send_back")
    assert (refused.status_code, refused.text.count("差し戻す理由を入力してください。")) == (422, 2)
    decide(client, proposal, "send_back", reason="ロット番号を確かめてください")
    assert proposal_of(proposal.pk).state == State.DECLINED


def test_what_is_put_aside_stays_in_the_queue(client: Client, child: int) -> None:
    proposal = enter(mr1(child))
    decide(client, proposal, "hold")
    assert last_entry().action == "dose.held"
    assert proposal_of(proposal.pk).state == State.OPEN


def test_a_correction_shows_what_changes(client: Client, child: int) -> None:
    dose = record(mr1(child, lot="MR521"))
    page = client.get(item(correct(dose, mr1(child, lot="MR512"))))
    assert page.text.count("変更</span>") == 1
    changed = page.text.partition("ロット番号")[2].partition("</dd>")[0]
    assert ("MR512" in changed, "MR521" in changed, "予診票と照合した" in page.text) == (
        True,
        True,
        True,
    )


def test_a_cancellation_shows_the_dose_and_the_reason(client: Client, child: int) -> None:
    proposal = cancel(record(mr1(child)))
    page = client.get(item(proposal))
    assert ("取り消す接種" in page.text, "別の方の予診票だった" in page.text) == (True, True)
    decide(client, proposal, "approve")
    assert queries.doses_of(child) == ()


def test_a_verdict_that_changed_meanwhile_is_shown_and_nothing_is_lost(
    client: Client, child: int
) -> None:
    first, second = enter(pcv(child, date(2025, 5, 10))), enter(pcv(child, date(2025, 6, 20)))
    before = shown(client.get(item(second)).text)
    check(first)
    approval = {"decision": "approve", "same_person": "on"} | NEXT
    page = client.post(item(second), before | approval | {"reason": "メモ"})
    assert (page.status_code, "この方の記録が変わりました" in page.text) == (422, True)
    assert ("2回目として数えます" in page.text, "メモ" in page.text) == (True, True)
    again = client.post(item(second), shown(page.text) | approval)
    assert again.status_code == 302


def test_an_entry_that_stops_by_now_is_announced(client: Client, child: int) -> None:
    first, second = enter(mr1(child)), enter(mr1(child, date(2026, 6, 10)))
    check(first)
    page = client.get(item(second))
    assert "入力の後に、判定が変わりました" in page.text
    refused = decide(client, second, "approve")
    assert (refused.status_code, "差し戻し" in refused.text) == (422, True)


def test_a_decided_item_offers_nothing_to_decide(client: Client, child: int) -> None:
    proposal = check(enter(mr1(child)))
    page = client.get(item(proposal))
    assert ("処理が終わっています" in page.text, 'name="decision"' in page.text) == (True, False)


def test_a_guarded_residents_provider_is_not_shown_to_the_checker(
    client: Client, fresh_ward: object
) -> None:
    child = add_resident(BORN, guarded=True)
    page = client.get(item(enter(mr1(child))))
    assert "三軒茶屋こども診療所" not in page.text
    assert "担当課へお問い合わせください" in page.text


def test_whoever_enters_sees_what_came_back_and_enters_it_anew(client: Client, child: int) -> None:
    clerk = employ("入力 太郎", Duty.ENTRY)
    proposal = enter(mr1(child), actor=clerk.actor)
    decide(client, proposal, "send_back", reason="ロット番号を確かめてください")
    page = clerk.client().get("/131121/doses/sent-back/")
    assert ("差し戻し　1件" in page.text, "ロット番号を確かめてください" in page.text) == (
        True,
        True,
    )
    sent = clerk.client().get(f"/131121/residents/{child}/doses/sent/{proposal.pk}/")
    assert f"?again={proposal.pk}" in sent.text


def test_somebody_who_only_enters_may_not_see_the_queue(child: int) -> None:
    clerk = employ("入力 太郎", Duty.ENTRY).client()
    assert clerk.get("/131121/checks/").status_code == 403


def test_a_proposal_about_something_else_is_no_item(client: Client) -> None:
    assert client.get("/131121/checks/999999/").status_code == 404


def test_a_long_queue_is_read_in_pages(client: Client, child: int) -> None:
    for day in range(1, 29):
        enter(pcv(child, date(2026, 5, day), as_given=True, particulars=AS_GIVEN))
        enter(pcv(child, date(2026, 6, day), as_given=True, particulars=AS_GIVEN))
    first, second = client.get("/131121/checks/"), client.get("/131121/checks/?page=2")
    assert (first.text.count("<tr>"), second.text.count("<tr>")) == (51, 7)
