"""The search page over a real database: what it finds, shows, keeps to itself and records."""

from pathlib import Path
from typing import Any

from django.test import Client
from ledger_of_tests import entries
from staff_of_tests import Staff, employ
from ward.residents.registry import file_of, person, take_in
from ward.residents.web.conftest import HIDDEN

from sesshu.foundation.duties import Duty
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.walls import Place
from sesshu.ward.residents.queries import Search, search

SEARCH = "/131121/residents/"


def submit(client: Client, **conditions: str) -> Any:
    return client.post(SEARCH, {"purpose": "counter"} | conditions)


def found(client: Client, **conditions: str) -> str:
    answer = client.get(submit(client, **conditions).url)
    assert answer.status_code == 200
    return answer.content.decode()


def looks() -> list[Any]:
    return [entry for entry in entries() if entry.action == "resident.search"]


def ids(kana: str) -> list[int]:
    return [row.id for row in search(Search(kana=kana)).rows]


def test_two_kana_characters_find_everybody_whose_name_holds_them(browser_of_clerk: Client) -> None:
    html = found(browser_of_clerk, kana="たか")
    assert "検索結果　4件" in html
    assert all(name in html for name in ("髙橋　葵", "髙橋　美咲", "高梨　和子", "高山　守"))


def test_the_list_tells_namesakes_apart(browser_of_clerk: Client) -> None:
    html = found(browser_of_clerk, kana="タカハシ")
    assert "令和元年5月1日" in html
    assert "東京都世田谷区世田谷四丁目21番27号" in html


def test_what_was_searched_never_stands_in_an_address(browser_of_clerk: Client) -> None:
    answer = submit(browser_of_clerk, kana="たか", address="三軒茶屋")
    assert answer.status_code == 302
    assert answer.url.startswith("/131121/residents/found/")
    assert "?" not in answer.url


def test_conditions_and_purpose_stay_in_the_form(browser_of_clerk: Client) -> None:
    html = found(browser_of_clerk, kana="たか", purpose="phone")
    assert 'value="タカ"' in html
    assert '<option value="phone" selected>' in html


def test_one_submitted_search_is_one_look_at_all_who_were_shown(
    browser_of_clerk: Client, clerk: Staff
) -> None:
    result = submit(browser_of_clerk, kana="たか").url
    for _ in range(3):  # the list, the list again, and the way back to it
        browser_of_clerk.get(result)
    (look,) = looks()
    assert (look.kind, look.purpose, look.actor_account) == (
        Kind.LOOK,
        "窓口対応",
        clerk.account_id,
    )
    assert sorted(look.subjects) == sorted(ids("たか"))
    assert look.details["conditions"] == ["kana"]


def test_a_search_that_finds_nobody_is_a_look_too(browser_of_clerk: Client) -> None:
    html = found(browser_of_clerk, kana="ゾゾゾ")
    assert "見つかりませんでした" in html
    assert "カナの大小（ャ/ヤ）" in html
    assert [look.subjects for look in looks()] == [[]]


def test_nobody_sees_the_list_of_another_sign_in(browser_of_clerk: Client) -> None:
    result = submit(browser_of_clerk, kana="たか").url
    answer = employ("別の職員", Duty.ENTRY).client().get(result)
    assert answer.status_code == 404
    assert "髙橋" not in answer.content.decode()


def test_a_form_without_condition_and_purpose_is_returned_with_both_named(
    browser_of_clerk: Client,
) -> None:
    answer = browser_of_clerk.post(SEARCH, {})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>エラー：住民の検索" in html
    assert "検索する条件を1つ以上入力してください。" in html
    assert "利用目的を選んでください。" in html


def test_a_protected_address_stands_in_no_list_and_finds_nobody(browser_of_clerk: Client) -> None:
    listed = found(browser_of_clerk, kana="タカヤマ")
    assert "支援措置" in listed
    assert "表示には申請と承認が必要です" in listed
    searched = found(browser_of_clerk, address=HIDDEN)
    assert "見つかりませんでした" in searched
    assert HIDDEN not in listed


def test_the_dead_are_marked(browser_of_clerk: Client) -> None:
    assert ">死亡</span>" in found(browser_of_clerk, kana="タカナシ")


def test_an_answer_is_never_kept_by_the_browser(browser_of_clerk: Client) -> None:
    answer = browser_of_clerk.get(submit(browser_of_clerk, kana="たか").url)
    assert answer["Cache-Control"] == "no-store"


def test_whoever_only_runs_jobs_cannot_search(clerk: Staff) -> None:
    answer = employ("一括 太郎", Duty.RUNS).client().get(SEARCH)
    assert answer.status_code == 403


def test_nobody_signed_in_finds_nobody(clerk: Staff) -> None:
    assert Client().get(SEARCH).status_code == 302


def test_more_than_three_hundred_are_not_listed_without_asking_for_more(
    fresh_ward: Place, tmp_path: Path
) -> None:
    crowd = [person(number) for number in range(1, 303)]
    take_in(file_of(tmp_path / "crowd.csv", *crowd))
    client = employ("入力 花子", Duty.ENTRY).client()
    result = submit(client, kana="タカハシ").url
    html = client.get(result).content.decode()
    assert "300件を超えました。生年月日を加えてください。" in html
    assert "1〜50件目を表示しています" in html
    client.get(f"{result}?page=2")
    first, second = looks()
    assert (len(first.subjects), len(second.subjects)) == (50, 50)
    assert not set(first.subjects) & set(second.subjects)
