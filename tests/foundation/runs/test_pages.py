"""The pages of runs: who sees them, what they say, what they do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test import Client
from jobs_of_tests import Count, prepare, run_row, traces
from staff_of_tests import Staff, employ

from sesshu.foundation import runs
from sesshu.foundation.accounts.models import Session
from sesshu.foundation.acting import Actor, act_as
from sesshu.foundation.duties import Duty
from sesshu.foundation.runs import received
from sesshu.foundation.runs.queries import run_seen
from sesshu.foundation.runs.received import folder_of
from sesshu.foundation.runs.steps import step
from sesshu.foundation.runs.web.pace import poll_seconds, remaining_words
from sesshu.foundation.walls import Place

CLERK = Actor(7, "一括 太郎")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def place(fresh_ward: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The ward with a folder of its own for received files."""
    prepare(fresh_ward)
    monkeypatch.setattr(received, "state_dir", lambda: tmp_path)
    return fresh_ward


@pytest.fixture
def clerk(place: Place) -> Staff:
    return employ("一括 花子", Duty.RUNS)


@pytest.fixture
def browser(clerk: Staff) -> Client:
    return clerk.client()


def started(kind: str = "tests.count", **params: object) -> int:
    return runs.start(CLERK, kind, params=params, input_name="11月23日.csv", using="jobs").run_id


def page(browser: Client, address: str, **headers: str) -> str:
    answer = browser.get(f"/131121/runs/{address}", **headers)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def work_off() -> None:
    while step():
        continue


def test_the_list_shows_the_newest_first_with_state_and_progress(
    place: Place, browser: Client
) -> None:
    assert "まだ一括処理はありません。" in page(browser, "")
    started(chunks=1)
    work_off()
    started(chunks=2)
    shown = page(browser, "")
    assert shown.index("準備中") < shown.index("完了")
    assert "11月23日.csv" in shown
    assert "一括 太郎" in shown


def test_a_long_list_has_pages(place: Place, browser: Client) -> None:
    for number in range(32):
        started(chunks=number)
    assert "32件" in page(browser, "")
    assert page(browser, "?page=2").count('<tr><th scope="row"') == 2


def test_a_run_that_works_shows_its_counts_and_looks_again(place: Place, browser: Client) -> None:
    run = started(chunks=4)
    step(), step()
    shown = page(browser, f"{run}/")
    assert "25％" in shown
    assert "行数" in shown
    assert 'hx-trigger="every 5s"' in shown
    assert "画面を閉じても続きます" in shown


def test_looking_again_can_be_stopped_and_begun(place: Place, browser: Client) -> None:
    run = started(chunks=4)
    shown = page(browser, f"{run}/?still=1")
    assert "hx-trigger" not in shown
    assert "自動更新を始める" in shown


def test_htmx_gets_the_part_alone_with_a_sentence_for_the_status_region(
    place: Place, browser: Client
) -> None:
    run = started(chunks=2)
    step(), step()
    part = page(browser, f"{run}/", **HTMX)
    assert "<html" not in part
    assert 'role="status" hx-swap-oob="true">数える：実行中　50％' in part


def test_a_page_left_open_does_not_keep_its_owner_signed_in(
    place: Place, browser: Client, clerk: Staff
) -> None:
    run = started(chunks=2)
    assert "X-Looks-Again" in page(browser, f"{run}/")
    long_ago = datetime.now(UTC) - timedelta(minutes=10)  # noqa: TID251
    Session.objects.filter(account_id=clerk.account_id).update(last_seen_at=long_ago)
    page(browser, f"{run}/", **HTMX, HTTP_X_LOOKS_AGAIN="1")
    assert Session.objects.get(account_id=clerk.account_id).last_seen_at == long_ago
    page(browser, f"{run}/")
    assert Session.objects.get(account_id=clerk.account_id).last_seen_at > long_ago


def test_a_run_that_ended_says_what_came_out_and_does_not_look_again(
    place: Place, browser: Client
) -> None:
    run = started(chunks=3)
    work_off()
    shown = page(browser, f"{run}/")
    assert "処理が終わりました" in shown
    assert "問題はありませんでした" in shown
    assert ">30<" in shown
    assert "hx-trigger" not in shown
    assert "中止する" not in shown


def test_a_run_that_left_something_to_look_at_says_so_and_leads_there(
    place: Place, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Count, "problems", ("rows",))
    monkeypatch.setattr(Count, "result_page", "home")
    run = started(chunks=3)
    assert "処理した内容を見る" not in page(browser, f"{run}/")
    work_off()
    shown = page(browser, f"{run}/")
    assert "確かめることがあります" in shown
    assert "行数 30件" in shown
    assert 'href="/131121/">処理した内容を見る' in shown


def test_a_run_of_an_earlier_release_is_still_shown(place: Place, browser: Client) -> None:
    with transaction.atomic("jobs"), connections["jobs"].cursor() as cursor:
        act_as(CLERK, "jobs")
        cursor.execute("INSERT INTO run (kind, params) VALUES ('tests.gone', '{}') RETURNING id")
        (run,) = cursor.fetchone()
    shown = page(browser, f"{run}/")
    assert "tests.gone" in shown
    assert "中止する" not in shown
    assert not step()


def test_a_failure_is_shown_in_its_words_and_resumed_by_a_press(
    place: Place, browser: Client, tmp_path: Path
) -> None:
    (tmp_path / "stone").write_text("foreseen")
    run = started("tests.trip", stone=str(tmp_path / "stone"))
    work_off()
    assert "2行目の日付を直してください。" in page(browser, f"{run}/")
    (tmp_path / "stone").unlink()
    answer = browser.post(f"/131121/runs/{run}/resume")
    assert (answer.status_code, answer["Location"]) == (302, f"/131121/runs/{run}/")
    work_off()
    assert run_row(run)["state"] == "done"
    browser.post(f"/131121/runs/{run}/resume")
    assert "失敗していません" in page(browser, f"{run}/")


def test_stopping_says_what_stays_done_and_wants_a_reason(place: Place, browser: Client) -> None:
    run = started(chunks=3)
    step(), step()
    assert "元に戻りません" in page(browser, f"{run}/cancel")
    assert browser.post(f"/131121/runs/{run}/cancel", {"reason": ""}).status_code == 422
    assert browser.post(f"/131121/runs/{run}/cancel", {"reason": "別の日"}).status_code == 302
    assert "中止の受付" in page(browser, f"{run}/")
    work_off()
    shown = page(browser, f"{run}/")
    assert "一括 花子さんが中止しました（理由：別の日）" in shown
    assert "1区切り分は反映されています" in shown
    browser.post(f"/131121/runs/{run}/cancel", {"reason": "もう一度"})
    assert "もう終わっています" in page(browser, f"{run}/")


def receive(place: Place, name: str, text: str = "a\nb\n") -> Path:
    folder = folder_of(place, "tests.received")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def test_a_received_file_is_chosen_and_its_run_started_once(place: Place, browser: Client) -> None:
    receive(place, "today.csv")
    receive(place, ".half.csv")
    shown = page(browser, "new")
    assert "受取り：today.csv" in shown
    assert "half" not in shown
    for words in ("処理を受け付けました", "処理がすでにあります"):
        answer = browser.post("/131121/runs/new", {"file": "tests.received/today.csv"}, follow=True)
        assert words in answer.content.decode()
    work_off()
    assert len(traces()) == 1


def test_only_a_listed_file_can_be_chosen(place: Place, browser: Client, tmp_path: Path) -> None:
    assert "処理を待っているファイルはありません" in page(browser, "new")
    receive(place, "today.csv")
    (tmp_path / "secret").write_text("x")
    (folder_of(place, "tests.received") / "link.csv").symlink_to(tmp_path / "secret")
    for wanted in ("tests.received/../../../secret", "tests.received/link.csv", "", "/etc/passwd"):
        answer = browser.post("/131121/runs/new", {"file": wanted})
        assert answer.status_code == 422


def test_an_auditor_looks_but_neither_starts_nor_stops(place: Place) -> None:
    auditor = employ("監査 一郎", Duty.AUDIT).client()
    run = started(chunks=1)
    shown = page(auditor, f"{run}/") + page(auditor, "")
    assert "中止する" not in shown
    assert "一括処理を始める" not in shown
    for address in ("new", f"{run}/cancel"):
        assert auditor.get(f"/131121/runs/{address}").status_code == 403
    assert auditor.post(f"/131121/runs/{run}/resume").status_code == 403
    assert auditor.post(f"/131121/runs/{run}/cancel", {"reason": "x"}).status_code == 403


def test_nobody_else_sees_runs(place: Place) -> None:
    run = started(chunks=1)
    clerk = employ("窓口 次郎", Duty.ENTRY).client()
    assert clerk.get("/131121/runs/").status_code == 403
    assert clerk.get(f"/131121/runs/{run}/").status_code == 403
    assert Client().get(f"/131121/runs/{run}/").status_code == 302


def test_a_number_nobody_ran_is_not_found(place: Place, browser: Client) -> None:
    assert browser.get("/131121/runs/99/").status_code == 404
    assert browser.post("/131121/runs/99/resume").status_code == 404


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, ""),
        (timedelta(seconds=20), "1分以内"),
        (timedelta(seconds=170), "約3分"),
        (timedelta(minutes=80), "約1時間20分"),
        (timedelta(hours=2), "約2時間0分"),
    ],
)
def test_the_time_left_is_told_as_people_say_it(left: timedelta | None, words: str) -> None:
    assert remaining_words(left) == words


def test_a_run_is_looked_at_less_often_the_longer_it_takes(place: Place) -> None:
    run = started(chunks=4)
    step(), step()
    seen = run_seen(run)
    assert seen is not None
    assert seen.begun_at is not None
    early, late = seen.begun_at + timedelta(minutes=1), seen.begun_at + timedelta(minutes=3)
    assert (poll_seconds(seen, early), poll_seconds(seen, late)) == (5, 15)
    assert seen.remaining(early) == timedelta(minutes=3)
    assert seen.remaining(late) == timedelta(minutes=9)
    work_off()
    ended = run_seen(run)
    assert ended is not None
    assert poll_seconds(ended, late) is None
    assert ended.remaining(datetime.now(UTC)) is None  # noqa: TID251
