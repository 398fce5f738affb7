"""The pages of one resident over a real database."""

from typing import Any

import pytest
from django.test import Client
from ledger_of_tests import entries
from staff_of_tests import Staff, employ
from ward.residents.web.conftest import CHILD, DEAD, HIDDEN, HIDDEN_PHONE, MOTHER, PROTECTED, id_of

from sesshu.foundation.duties import Duty
from sesshu.foundation.ledger.kind import Kind

PARTS = ("", "household/", "history/")


def address(number: int, part: str = "", query: str = "?purpose=counter") -> str:
    return f"/131121/residents/{id_of(number)}/{part}{query}"


def page(client: Client, number: int, part: str = "", query: str = "?purpose=counter") -> str:
    answer = client.get(address(number, part, query))
    assert answer.status_code == 200
    return answer.content.decode()


def looks() -> list[Any]:
    return [entry for entry in entries() if entry.kind == Kind.LOOK]


def test_the_band_names_the_person_and_the_contact_stands_below(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, CHILD)
    assert "令和元年5月1日（2019年5月1日）" in html
    assert "タカハシ　アオイ" in html
    assert "〒154-0017　東京都世田谷区世田谷四丁目21番27号" in html
    assert "03-1234-5678" in html


def test_the_title_which_a_browser_remembers_holds_no_name(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, CHILD)
    assert "髙橋" not in html.partition("</head>")[0]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_a_person_is_shown_before_the_purpose_is_named(
    browser_of_clerk: Client, part: str
) -> None:
    html = page(browser_of_clerk, CHILD, part, query="")
    assert "利用目的の選択" in html
    assert "髙橋" not in html
    assert looks() == []


def test_each_view_is_one_look_with_its_purpose(browser_of_clerk: Client, clerk: Staff) -> None:
    for part in PARTS:
        page(browser_of_clerk, CHILD, part)
    seen = [(look.action, look.purpose, look.subjects) for look in looks()]
    child, mother = id_of(CHILD), id_of(MOTHER)
    assert seen == [
        ("resident.view", "窓口対応", [child]),
        ("resident.household", "窓口対応", [child, mother]),
        ("resident.history", "窓口対応", [child]),
    ]
    assert {look.actor_account for look in looks()} == {clerk.account_id}


def test_the_foot_says_what_the_look_is_recorded_for(browser_of_clerk: Client) -> None:
    assert "この画面の表示は記録されます（利用目的：電話対応）。" in page(
        browser_of_clerk, CHILD, query="?purpose=phone"
    )


def test_the_purpose_travels_with_every_link_about_the_person(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, CHILD, query="?purpose=phone")
    for part in ("household/", "history/"):
        assert f"/residents/{id_of(CHILD)}/{part}?purpose=phone" in html


def test_a_household_lists_who_lives_there_with_the_head_first(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, CHILD, "household/")
    assert "世帯の方　2人" in html
    assert html.index("世帯主") < html.index("（この方）")


def test_a_history_tells_both_times(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, CHILD, "history/")
    assert "令和2年4月1日</time>から" in html
    assert "いまの状態" in html


def test_before_the_file_came_nothing_was_known(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, CHILD, "history/", "?purpose=counter&known_on=R8.10.1")
    assert "この日までに分かっていた記録はありません。" in html


def test_a_day_that_cannot_be_read_is_answered_in_words(browser_of_clerk: Client) -> None:
    answer = browser_of_clerk.get(address(CHILD, "history/", "?purpose=counter&known_on=R9.2.30"))
    assert answer.status_code == 422
    assert "2月30日という日は" in answer.content.decode()


def test_the_dead_keep_their_page(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, DEAD)
    assert "令和8年3月3日死亡" in html


@pytest.mark.parametrize("part", PARTS)
def test_no_page_of_a_protected_person_holds_address_or_phone(
    browser_of_clerk: Client, part: str
) -> None:
    html = page(browser_of_clerk, PROTECTED, part)
    assert "支援措置の対象です" in html
    assert HIDDEN not in html
    assert "砧" not in html
    assert HIDDEN_PHONE not in html.replace("-", "")


def test_the_protection_is_not_printed(browser_of_clerk: Client) -> None:
    html = page(browser_of_clerk, PROTECTED)
    chips = html[html.index("ss-identity__chips") :]
    chip = chips[: chips.index("支援措置")]
    banner = html[: html.index("支援措置の対象です")].rpartition("<div")[0].rpartition("<div")[2]
    assert "ss-no-print" in chip
    assert "ss-no-print" in banner


def test_whoever_may_not_enter_is_offered_no_entry(guardian: Staff) -> None:
    assert "接種を記録する" not in page(guardian.client(), CHILD)


def test_a_person_who_does_not_exist_is_not_found_and_not_recorded(
    browser_of_clerk: Client,
) -> None:
    answer = browser_of_clerk.get("/131121/residents/999999/?purpose=counter")
    assert answer.status_code == 404
    assert looks() == []


def test_a_page_is_never_kept_by_the_browser(browser_of_clerk: Client) -> None:
    answer = browser_of_clerk.get(address(CHILD))
    assert answer["Cache-Control"] == "no-store"


def test_whoever_may_not_view_is_refused_and_that_is_recorded(clerk: Staff) -> None:
    runner = employ("一括 太郎", Duty.RUNS)
    assert runner.client().get(address(CHILD)).status_code == 403
    refused = [entry for entry in entries() if entry.kind == Kind.REFUSAL]
    assert [(each.actor_account, each.details) for each in refused] == [
        (runner.account_id, {"page": "resident"})
    ]
