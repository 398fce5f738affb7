"""An issue run on screen, from its conditions to the post, by two people; guarded people apart."""

from datetime import timedelta

import pytest
from django.test import Client
from ledger_of_tests import entries
from residents_of_tests import add_resident, add_version, shelter
from staff_of_tests import employ
from ward.residents.registry import work_off

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.directory import Municipality, enter_in_directory
from sesshu.ward.vouchers.models import IssueConditions, IssueRun, Voucher

RUNS = "/131121/issue-runs/"
NEARLY_ONE = today() - timedelta(days=350)
HOME = {"postal_code": "1540017", "address": "東京都世田谷区世田谷四丁目21番27号"}
CONDITIONS = {
    "name": "来月分 MR",
    "series": ["MR1"],
    "until_on": (today() + timedelta(days=40)).isoformat(),
    "merge_households": "on",
    "sex": "",
}


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    return fresh_ward


@pytest.fixture
def runner(place: Place) -> Client:
    return employ("一括 太郎", Duty.RUNS).client()


@pytest.fixture
def checker(place: Place) -> Client:
    return employ("確認 花子", Duty.CHECK).client()


@pytest.fixture
def guardian(place: Place) -> Client:
    return employ("支援 次郎", Duty.GUARDED).client()


def begun(runner: Client, **others: object) -> str:
    """The address of a new run whose list is whole."""
    answer = runner.post(f"{RUNS}new", CONDITIONS | others)
    assert answer.status_code == 302, answer.text
    work_off()
    return str(answer["Location"])


def fixed(runner: Client, checker: Client, run: str) -> None:
    """Asked for by one, fixed by the other, numbered by the worker."""
    assert runner.post(f"{run}fix", {"reason": "件数を確かめた"}).status_code == 302
    proposal = Proposal.objects.latest("id")
    page = f"/131121/issue-fixes/{proposal.pk}/"
    assert "来月分 MR" in checker.get(page).text
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert checker.post(page, said).status_code == 302
    work_off()


def test_a_run_goes_from_its_conditions_to_the_post(runner: Client, checker: Client) -> None:
    add_resident(NEARLY_ONE, name="髙橋 葵", name_kana="タカハシ アオイ", **HOME)
    run = begun(runner)
    text = runner.get(run).text
    assert "抽出済み" in text
    assert "麻しん風しん" in text
    fixed(runner, checker, run)
    text = runner.get(run).text
    assert "付番済み" in text
    pdf = runner.post(f"{run}batches/1/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Cache-Control"] == "no-store"
    runner.post(f"{run}posted")
    assert "発送済み" in runner.get(run).text
    assert "発送済み" in runner.get(RUNS).text
    done = [entry.action for entry in entries()]
    assert {"issue.begun", "issue.extract", "issue.number", "issue.printed", "issue.posted"} <= {
        *done
    }


def test_who_prepares_a_run_cannot_fix_it(runner: Client, place: Place) -> None:
    both = employ("兼務 三郎", Duty.RUNS, Duty.CHECK)
    add_resident(NEARLY_ONE)
    run = begun(both.client())
    both.client().post(f"{run}fix", {"reason": "急ぐ"})
    proposal = Proposal.objects.latest("id")
    page = f"/131121/issue-fixes/{proposal.pk}/"
    assert "自分の申請は確定できません" in both.client().get(page).text
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert both.client().post(page, said).status_code == 422
    assert not Voucher.objects.exists()
    assert runner.get(page).status_code == 403


def test_a_list_is_sent_back_and_asked_for_again(runner: Client, checker: Client) -> None:
    add_resident(NEARLY_ONE)
    run = begun(runner)
    runner.post(f"{run}fix", {"reason": "件数を確かめた"})
    proposal = Proposal.objects.latest("id")
    said = {"decision": "decline", "reason": "期限を延ばす", "shown_sha256": proposal.sha256}
    checker.post(f"/131121/issue-fixes/{proposal.pk}/", said)
    assert "確定の確認を待っています" not in runner.get(run).text
    fixed(runner, checker, run)
    assert Voucher.objects.count() == 1


def test_the_list_is_searched_and_looking_is_entered(runner: Client) -> None:
    child = add_resident(NEARLY_ONE, name="髙橋 葵", name_kana="タカハシ アオイ")
    add_resident(NEARLY_ONE, name="山田 花", name_kana="ヤマダ ハナ", status="3")
    run = begun(runner)
    everybody = runner.get(f"{run}list/").text
    assert "2件" in everybody
    assert "転出・消除" in everybody
    found = runner.get(f"{run}list/", {"excluded": "", "kana": "たかはし"}).text
    assert "髙橋 葵" in found
    assert "山田" not in found
    looks = [entry for entry in entries() if entry.action == "issue.candidates"]
    assert looks[-1].subjects == [child]


def test_conditions_are_saved_under_a_name_and_taken_up_again(runner: Client) -> None:
    begun(runner, save="on", born_from="2020-04-01")
    saved = IssueConditions.objects.get()
    page = runner.get(f"{RUNS}new", {"saved": saved.pk}).text
    assert 'value="2020-04-01"' in page
    assert CONDITIONS["until_on"] not in page
    assert IssueRun.objects.get().conditions == saved.content


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"until_on": "2020-01-01"}, "今日以後の日"),
        ({"series": []}, "接種名称"),
        ({"born_from": "2026-01-02", "born_until": "2026-01-01"}, "より後の日"),
        ({"postal_code": "15400a"}, "7桁まで"),
    ],
)
def test_conditions_that_make_no_sense_are_asked_for_again(
    runner: Client, said: dict[str, object], words: str
) -> None:
    answer = runner.post(f"{RUNS}new", CONDITIONS | said)
    assert answer.status_code == 422
    assert words in answer.text
    assert not IssueRun.objects.exists()


def test_an_empty_list_is_not_fixed_and_a_run_can_be_given_up(runner: Client) -> None:
    run = begun(runner)
    answer = runner.post(f"{run}fix", {"reason": "確かめた"})
    assert "発行する方がいません" in answer.text
    runner.post(f"{run}discard")
    assert "取りやめ" in runner.get(run).text


def test_guarded_people_are_printed_by_their_duty_alone(
    runner: Client, checker: Client, guardian: Client
) -> None:
    child = add_resident(NEARLY_ONE, guarded=True)
    run = begun(runner)
    fixed(runner, checker, run)
    assert "この画面で印刷する束はありません" in runner.get(run).text
    assert runner.post(f"{run}batches/1/").status_code == 302
    listed = guardian.get("/131121/guarded/vouchers/").text
    assert "来月分 MR" in listed
    number = run.rstrip("/").rpartition("/")[2]
    pdf = guardian.post(f"/131121/guarded/vouchers/{number}/1/")
    assert pdf.content.startswith(b"%PDF")
    [printed] = [entry for entry in entries() if entry.action == "issue.printed_guarded"]
    assert printed.subjects == [child]
    assert printed.role.endswith("_guarded")
    assert runner.post(f"/131121/guarded/vouchers/{number}/1/").status_code == 403


def test_letters_to_stop_are_shown_pulled_and_then_posted(runner: Client, checker: Client) -> None:
    stays = add_resident(NEARLY_ONE, name="残る 子", **HOME)
    dies = add_resident(NEARLY_ONE, name="亡い 子", **HOME)
    hides = add_resident(NEARLY_ONE, name="隠れ 子", **HOME)
    run = begun(runner)
    fixed(runner, checker, run)
    now = {"valid_from": today(), "recorded_at": f"{today()}T00:00Z"}
    add_version(dies, NEARLY_ONE, **(now | HOME), died_on=today(), status="4")
    shelter(hides)
    assert "送ってはいけない封筒があります" in runner.get(run).text
    runner.post(f"{run}posted")
    assert "発送済み" not in runner.get(run).text
    text = runner.get(f"{run}stop/").text
    assert "発送前の死亡" in text
    assert "担当課へお問い合わせください" in text
    assert "支援措置" not in text.partition("<main")[2]
    assert "残る 子" not in text
    runner.post(f"{run}stop/pull")
    assert "抜いた封筒" in runner.get(f"{run}stop/").text
    runner.post(f"{run}posted")
    assert "発送済み" in runner.get(run).text
    assert [each.resident_id for each in Voucher.objects.filter(vouchervoid=None)] == [stays]


def test_a_name_we_cannot_print_goes_to_a_list_and_not_to_the_printer(
    runner: Client, checker: Client
) -> None:
    add_resident(NEARLY_ONE, name="\U000f0000田 花", **HOME)
    run = begun(runner)
    fixed(runner, checker, run)
    assert "この画面で印刷する束はありません" in runner.get(run).text
    text = runner.get(f"{run}by-hand/").text
    assert "U+F0000" in text
    assert Voucher.objects.get().number in text


def test_pages_of_runs_are_closed_to_who_has_no_business_there(place: Place) -> None:
    clerk = employ("入力 花子", Duty.ENTRY).client()
    for page in (RUNS, f"{RUNS}new", f"{RUNS}1/", f"{RUNS}1/list/", f"{RUNS}1/stop/"):
        assert clerk.get(page).status_code == 403
