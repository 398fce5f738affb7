"""Resident files and their rejected rows: seen, put right, taken in again."""

from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from ledger_of_tests import entries
from staff_of_tests import employ
from ward.residents.registry import file_of, line_of, person, take_in, tampered, work_off
from ward.residents.web.conftest import CHILD, HIDDEN, PEOPLE, id_of

from sesshu.foundation.duties import Duty
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.walls import Place
from sesshu.ward.residents.queries import RejectedRowSummary, rejected_rows
from sesshu.ward.residents.web.rejected_lines import fault_lines, values_of
from sesshu.ward.residents.web.row_forms import LineForm, row_form
from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.control import FileKind
from sesshu.wire.residents.layout import COLUMN_NAMES

FILES = "/131121/registry-files/"
MOVED = person(
    CHILD,
    name="髙橋　葵",
    update_number=2,
    history_number=2,
    address="東京都世田谷区北沢二丁目8番18号",
)
RIGHT = line_of(MOVED)
WRONG = RIGHT.replace(",02,1,", ",02,8,")  # 住民状態
STRANGER = line_of(person(77, name="新井　新", address=HIDDEN))


@pytest.fixture
def ward_with_bad_rows(small_ward: Place, tmp_path: Path) -> Place:
    """The second file tells of a known resident and of a stranger, both with a status nobody knows."""
    rows = [MOVED, person(77, name="新井　新", address=HIDDEN)]
    path = file_of(tmp_path / "d.csv", *rows, sequence=2, kind=FileKind.DIFFERENCE)
    tampered(path, RIGHT, WRONG)
    take_in(tampered(path, STRANGER, STRANGER.replace(",02,1,", ",02,8,")))
    return small_ward


@pytest.fixture
def runner(ward_with_bad_rows: Place) -> Client:
    """The browser of somebody who runs jobs."""
    return employ("一括 太郎", Duty.RUNS).client()


def html(client: Client, path: str = "") -> str:
    answer = client.get(FILES + path)
    assert answer.status_code == 200
    return answer.content.decode()


def readable_row() -> RejectedRowSummary:
    (row,) = (row for row in rejected_rows().rows if row.text is not None)
    return row


def correct(client: Client, **columns: str) -> Any:
    """Hand back the row with some columns replaced."""
    text = readable_row().text or ""
    values = dict(zip(COLUMN_NAMES, text.split(","), strict=True)) | columns
    return client.post(f"{FILES}rows/{readable_row().id}/", values)


def test_each_file_shows_its_control_totals_and_what_waits(runner: Client) -> None:
    listed = html(runner)
    assert "直す行あり" in listed
    assert "2行を見る" in listed
    assert ">完了</span>" in listed
    assert f'<td class="ss-number">{len(PEOPLE)}</td>' in listed


def test_a_rejected_row_tells_line_column_value_reason_and_remedy(runner: Client) -> None:
    row = readable_row()
    listed = html(runner, f"{row.file_id}/")
    fault = row.faults[0]
    assert f"{row.line_number}行目" in listed
    assert "「8」" in listed
    assert fault["column"] in listed
    assert fault["reason"] in listed
    assert fault["remedy"] in listed
    assert "北沢二丁目" in listed


def test_a_row_that_may_hold_what_is_guarded_shows_its_faults_alone(runner: Client) -> None:
    listed = html(runner, f"{readable_row().file_id}/")
    assert "この行の内容は表示できません。" in listed
    assert HIDDEN not in listed
    assert "新井" not in listed


def test_seeing_rejected_rows_is_a_look_at_the_people_in_them(runner: Client) -> None:
    html(runner, f"{readable_row().file_id}/")
    looks = [entry for entry in entries() if entry.action == "registry.rejected_rows"]
    assert [(look.kind, look.subjects) for look in looks] == [(Kind.LOOK, [id_of(CHILD)])]


def test_a_corrected_row_is_taken_in_again_and_the_run_tells_its_fate(runner: Client) -> None:
    row = readable_row()
    assert correct(runner, status="1").status_code == 302
    assert "直し済み" in html(runner, f"{row.file_id}/")
    answer = runner.post(f"{FILES}{row.file_id}/replay/")
    assert "/131121/runs/" in answer.url  # type: ignore[attr-defined]
    work_off()
    assert readable_rows() == []
    history = employ("入力 花子", Duty.ENTRY).client()
    page = history.get(f"/131121/residents/{id_of(CHILD)}/?purpose=review").content.decode()
    assert "北沢二丁目8番18号" in page


def readable_rows() -> list[RejectedRowSummary]:
    return [row for row in rejected_rows().rows if row.text is not None]


def test_the_faulty_column_comes_first_with_its_remedy_and_the_others_follow(
    runner: Client,
) -> None:
    row = readable_row()
    page = html(runner, f"rows/{row.id}/")
    assert (
        page.index("誤りのある項目") < page.index('name="status"') < page.index("ほかの項目も直す")
    )
    assert page.index("ほかの項目も直す") < page.index('name="name_kana"')
    assert row.faults[0]["remedy"] in page
    assert "1 現存、2 転出予定" not in page


def test_a_row_that_is_still_faulty_is_returned_with_its_faults_and_nothing_is_lost(
    runner: Client,
) -> None:
    answer = correct(runner, status="7", building="桜ハイツ102号室")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>エラー：" in page
    assert 'value="7"' in page
    assert 'value="桜ハイツ102号室"' in page
    assert readable_row().corrected is None


def test_a_column_that_became_wrong_moves_to_the_faulty_ones(runner: Client) -> None:
    page = correct(runner, status="1", birth_on="2019-02-30").content.decode()
    assert page.index('name="birth_on"') < page.index("ほかの項目も直す")


def test_a_value_with_quotes_stays_as_it_was_typed(runner: Client) -> None:
    assert correct(runner, status="1", building='桜ハイツ"1"').status_code == 302
    corrected = readable_row().corrected or ""
    assert values_of(corrected)["方書"] == '桜ハイツ"1"'


def test_a_row_whose_columns_cannot_be_told_apart_is_put_right_as_a_whole() -> None:
    form = row_form(QueryDict("text=a,b,c"), "a,b", [])
    assert isinstance(form, LineForm)
    assert form.is_valid()
    assert form.line == "a,b,c"
    form.refuse(Fault("氏名カナ", "記載がありません。", "値を入れてください。"))
    assert form.errors["text"] == ["氏名カナ：記載がありません。値を入れてください。"]


def test_nothing_is_taken_in_before_a_row_was_corrected(runner: Client) -> None:
    file_id = readable_row().file_id
    answer = runner.post(f"{FILES}{file_id}/replay/")
    assert answer.url == f"{FILES}{file_id}/"  # type: ignore[attr-defined]


def test_a_hidden_row_cannot_be_opened_to_be_corrected(runner: Client) -> None:
    (hidden,) = (row for row in rejected_rows().rows if row.text is None)
    assert runner.get(f"{FILES}rows/{hidden.id}/").status_code == 404


def test_an_auditor_sees_the_files_but_no_row(ward_with_bad_rows: Place) -> None:
    auditor = employ("監査 四郎", Duty.AUDIT).client()
    assert "行を見る" not in html(auditor)
    assert auditor.get(f"{FILES}{readable_row().file_id}/").status_code == 403


def test_before_the_first_file_the_page_says_so(fresh_ward: Place) -> None:
    assert "まだ受け取ったファイルはありません。" in html(employ("一括 太郎", Duty.RUNS).client())


@pytest.mark.parametrize("page", ["x", "0", "-1", "９"])
def test_a_page_number_that_is_none_is_the_first(runner: Client, page: str) -> None:
    assert "直す行あり" in html(runner, f"?page={page}")


def test_columns_are_named_only_where_they_can_be_told_apart() -> None:
    assert values_of(RIGHT)["住民状態"] == "1"
    assert values_of("a,b,c") == {}
    fault = {"column": "", "reason": "項目の数が違います。", "remedy": "直してください。"}
    (line,) = fault_lines([fault], "a,b,c")
    assert (line.column, line.value) == ("行全体", "")
