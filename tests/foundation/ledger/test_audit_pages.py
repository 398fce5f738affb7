"""An auditor finds who looked; looking is an event itself; nobody else gets in."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from ledger_of_tests import CLERK, COLLEAGUE, entries, last_entry, seal_all
from staff_of_tests import Staff, employ

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.ledger import subjects
from sesshu.foundation.ledger.check import check
from sesshu.foundation.ledger.sealing.sealer import Sealer
from sesshu.foundation.walls import Place

PAGE = "/131121/ledger/"

pytestmark = pytest.mark.usefixtures("fresh_ward")


@pytest.fixture
def auditor(fresh_ward: Place) -> Staff:
    return employ("監査 一子", Duty.AUDIT)


@pytest.fixture
def client(auditor: Staff) -> Client:
    return auditor.client()


@pytest.fixture
def events(fresh_ward: Place) -> None:
    """One event of each kind by two clerks and the system."""
    ledger.look(CLERK, "resident.search", "窓口対応", [41, 42])
    ledger.look(COLLEAGUE, "resident.search", "電話対応", [43])
    ledger.refusal(CLERK, "page.open", "画面を開く", "ledger.view")
    with ledger.act(COLLEAGUE, "proposal.made", "予診票の入力") as entry:
        entry.about(41)
    with ledger.population_run(Actor.system("recall"), "run.start", "勧奨通知") as run:
        run.about(*range(40, 60))


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """宛名番号 as the ward would look them up."""
    monkeypatch.setattr(subjects, "_resolvers", [])
    subjects.finds_subjects({"0000000041": 41}.get)


def asked(**conditions: object) -> str:
    """The address of a page with these conditions, of today unless they say otherwise."""
    days = {"purpose": "regular", "from_on": today(), "until_on": today()}
    return f"{PAGE}?{urlencode({**days, **conditions})}"


def rows(answer: HttpResponse) -> list[str]:
    """The words of each line of the first table, without the time."""
    body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    lines = [re.sub(r"<th.*?</th>", "", row, flags=re.S) for row in body.split("</tr>")[:-1]]
    return [" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in lines]


def test_the_page_opens_with_todays_date_and_shows_nothing_yet(client: Client) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert f'value="{today()}"' in answer.text
    assert rows(answer) == []
    assert [entry.action for entry in entries() if entry.action == "ledger.seen"] == []


@pytest.mark.parametrize("duty", [duty for duty in Duty if duty is not Duty.AUDIT])
def test_nobody_but_auditors_gets_in_and_trying_is_recorded(duty: Duty) -> None:
    answer = employ("別の 担当", duty).client().get(PAGE)
    assert answer.status_code == 403
    assert (last_entry().kind, last_entry().reason) == ("refusal", "ledger.view")


def test_without_signing_in_the_way_leads_to_the_door() -> None:
    assert Client().get(PAGE).status_code == 302


@pytest.mark.usefixtures("events")
def test_the_newest_comes_first_with_words_for_codes(client: Client) -> None:
    answer = client.get(asked(kind="look"))
    assert rows(answer) == [
        "田中 めぐみ 8 – 閲覧 住民の検索 #43 電話対応 済",
        "佐藤 健一 7 10.1.2.3 閲覧 住民の検索 #41 #42 窓口対応 済",
    ]


@pytest.mark.usefixtures("events")
def test_a_refusal_says_why(client: Client) -> None:
    answer = client.get(asked(kind="refusal"))
    assert rows(answer) == [
        "佐藤 健一 7 10.1.2.3 拒否 画面を開く – 画面を開く 拒否 権限がない（操作の記録を見る）"
    ]


@pytest.mark.usefixtures("events", "numbers")
@pytest.mark.parametrize(
    "typed", ["#41", "＃４１", "0000000041", "００００００００４１", " 0000000041 "]
)
def test_events_about_a_person_are_found_by_either_number(client: Client, typed: str) -> None:
    sent = client.post(
        PAGE,
        {"purpose": "disclosure", "from_on": today(), "until_on": today(), "subject": typed},
    )
    assert sent.status_code == 302
    assert parse_qs(urlsplit(sent.url).query)["subject"] == ["#41"]  # no 宛名番号 in an address
    answer = client.get(sent.url)
    assert [row.partition(" #")[0].split()[-1] for row in rows(answer)] == [
        "一括処理の開始",
        "申請",
        "住民の検索",
    ]
    written = last_entry()
    assert (written.action, written.purpose) == ("ledger.seen", "本人からの開示請求への対応")
    assert written.subjects == [41]


@pytest.mark.usefixtures("events", "numbers")
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0000000099", "この宛名番号の方は見つかりませんでした"),
        ("#四", "#の後は、数字で入力してください"),
        ("#99999999999999999999", "#の後は、数字で入力してください"),
    ],
)
def test_a_person_who_cannot_be_found_is_an_error_of_the_form(
    client: Client, typed: str, message: str
) -> None:
    conditions = {"purpose": "regular", "from_on": today(), "until_on": today(), "subject": typed}
    answer = client.post(PAGE, conditions)
    assert answer.status_code == 422
    assert message in answer.text


@pytest.mark.usefixtures("events")
def test_events_of_a_clerk_and_of_the_system_are_found(client: Client) -> None:
    clerk = employ("入力 花子", Duty.ENTRY)
    ledger.look(clerk.actor, "resident.search", "窓口対応", [41])
    [row] = rows(client.get(asked(account=clerk.account_id)))
    assert row.startswith("入力 花子")
    by_system = rows(client.get(asked(account=0)))
    assert any("一括処理の開始" in row for row in by_system)
    assert not any("住民の検索" in row for row in by_system)


@pytest.mark.usefixtures("events")
def test_events_are_found_by_action_and_by_purpose(client: Client) -> None:
    [made] = rows(client.get(asked(action="proposal.made")))
    assert "申請 #41 予診票の入力" in made
    [by_phone] = rows(client.get(asked(used_for="電話")))
    assert "電話対応" in by_phone


@pytest.mark.usefixtures("events")
def test_each_condition_is_named_and_can_be_taken_off_by_itself(client: Client) -> None:
    answer = client.get(asked(kind="look", used_for="電話", subject="#43"))
    found = dict(re.findall(r'<a href="\?([^"]*)">([^<]*)を外す</a>', answer.text))
    without = {words: parse_qs(unescape(query)) for query, words in found.items()}
    assert set(without) == {"種類：閲覧", "利用目的：電話", "対象者：#43"}
    assert "kind" not in without["種類：閲覧"]
    assert without["種類：閲覧"]["subject"] == ["#43"]
    assert without["種類：閲覧"]["purpose"] == ["regular"]


@pytest.mark.usefixtures("events")
def test_a_day_without_events_says_so(client: Client) -> None:
    yesterday = today() - timedelta(days=1)
    answer = client.get(asked(from_on=yesterday, until_on=yesterday))
    assert rows(answer) == []
    assert "この条件に合う記録はありません" in answer.text


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"from_on": ""}, "期間の初日を入力してください"),
        ({"until_on": ""}, "期間の末日を入力してください"),
        ({"purpose": ""}, "閲覧の目的を選んでください"),
        ({"purpose": "curiosity"}, "閲覧の目的"),
        ({"from_on": today() - timedelta(days=31)}, "期間は31日間までです"),
        ({"from_on": "R9.2.30"}, "2月30日という日は"),
        ({"until_on": "きのう"}, "日付として読み取れません"),
        ({"from_on": today() + timedelta(days=1)}, "初日以後の日を入力してください"),
    ],
)
def test_conditions_that_cannot_be_are_told_and_nothing_is_shown(
    client: Client, conditions: dict[str, object], message: str
) -> None:
    before = len(entries())
    answer = client.get(asked(**conditions))
    assert answer.status_code == 422
    assert message in answer.text
    assert rows(answer) == []
    assert len(entries()) == before


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize(
    "shape", ["R{era}.{on.month}.{on.day}", "{on:%Y%m%d}", "{on.year}/{on.month}/{on.day}"]
)
def test_days_are_typed_as_on_every_other_page(client: Client, shape: str) -> None:
    typed = shape.format(on=today(), era=today().year - 2018)
    assert rows(client.get(asked(from_on=typed, until_on=typed))) != []


def test_thirty_one_days_are_not_too_many(client: Client) -> None:
    assert client.get(asked(from_on=today() - timedelta(days=30))).status_code == 200


@pytest.mark.usefixtures("events")
def test_looking_is_an_event_with_the_conditions_and_the_purpose(
    client: Client, auditor: Staff
) -> None:
    client.get(asked(purpose="incident", kind="look", action="resident.search"))
    written = last_entry()
    assert (written.kind, written.action) == ("look", "ledger.seen")
    assert (written.actor_account, written.purpose) == (auditor.account_id, "漏えい等の調査")
    assert written.role.endswith("_audit")
    assert written.details == {
        "from": str(today()),
        "until": str(today()),
        "account": None,
        "kind": "look",
        "action": "resident.search",
        "page": 1,
    }


def test_long_lists_come_in_pages_and_each_page_is_an_event(client: Client) -> None:
    ledger.look_each(CLERK, "letter.printed", "勧奨通知", range(120))
    first = client.get(asked(action="", used_for="勧奨"))
    assert "全120件中 1〜50件目" in first.text
    third = client.get(asked(used_for="勧奨", page=3))
    assert "全120件中 101〜120件目" in third.text
    assert last_entry().details["page"] == 3


@pytest.mark.usefixtures("events")
def test_many_people_of_one_event_are_shortened_in_the_list_and_shown_in_the_entry(
    client: Client,
) -> None:
    answer = client.get(asked(kind="run"))
    [line] = rows(answer)
    assert "#40 #41 #42 ほか17人" in line
    run = next(entry.pk for entry in entries() if entry.kind == "run")
    entry = client.get(f"{PAGE}{run}/?purpose=regular")
    assert "#59" in entry.text


@pytest.mark.usefixtures("events")
def test_an_entry_shows_all_it_holds_and_opening_it_is_an_event(client: Client) -> None:
    with ledger.act(CLERK, "proposal.approved", "確認") as outer:
        outer.detail(proposal=5)
        with ledger.act(CLERK, "dose.checked", "確認"):
            pass
    approved = last_entry()
    answer = client.get(f"{PAGE}{approved.pk}/?purpose=complaint")
    assert "まだ封印されていません" in answer.text
    [beside] = rows(answer)
    assert "接種の確認" in beside
    assert '<dt>申請の番号</dt><dd class="ss-code">5</dd>' in answer.text
    written = last_entry()
    assert (written.action, written.purpose) == ("ledger.entry_seen", "苦情・相談への対応")
    assert written.details == {"entry": approved.pk}


def test_an_entry_without_a_purpose_sends_to_the_conditions(client: Client) -> None:
    assert client.get(f"{PAGE}1/").url == PAGE
    assert client.get(f"{PAGE}1/?purpose=curiosity").url == PAGE


def test_an_entry_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"{PAGE}999999/?purpose=regular").status_code == 404


def test_the_page_is_kept_by_no_browser(client: Client) -> None:
    assert "no-store" in client.get(PAGE)["Cache-Control"]


@pytest.mark.usefixtures("events")
def test_the_page_says_how_far_the_ledger_is_sealed_and_checked(
    client: Client, auditor: Staff, sealer: Sealer
) -> None:
    answer = client.get(PAGE)
    assert "まだ封印されていません" in answer.text
    assert "この1か月、記録のつながりは確認されていません" in answer.text
    seal_all(sealer)
    head = f"1:{sealer.file.last().header.sha256()}"
    check(auditor.actor, sealer.keys, sealer.file)
    answer = client.get(PAGE)
    assert "封印1まで封印済み" in answer.text
    assert "記録のつながりを確認済み" in answer.text
    assert head in answer.text
    entry = client.get(f"{PAGE}1/?purpose=regular")
    assert "封印済み" in entry.text


@pytest.mark.usefixtures("events")
def test_a_check_that_found_something_is_a_warning_on_the_page(
    client: Client, auditor: Staff, sealer: Sealer
) -> None:
    seal_all(sealer)
    sealer.file.path.unlink()
    check(auditor.actor, sealer.keys, sealer.file)
    answer = client.get(PAGE)
    assert "1件の違いが見つかりました" in answer.text


def test_a_check_that_another_zone_made_up_is_not_believed(client: Client) -> None:
    with ledger.act(CLERK, "ledger.checked", "検証") as entry:
        entry.detail(seal=1, sha256="0" * 64, entries=1, findings=0)
    assert "記録のつながりは確認されていません" in client.get(PAGE).text
