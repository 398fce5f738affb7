"""取込結果・エラーリスト: what was found in a clinic's file, on paper (F18, V052)."""

from pathlib import Path

import pytest
from clinic_files_of_tests import child, clinic_file, form, resident, rows_of, settle, take
from documents.paper import text_of
from ledger_of_tests import entries
from residents_of_tests import shelter
from staff_of_tests import employ

from sesshu.documents.listing import KINDS
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.intake.models import IntakeFile
from sesshu.ward.intake.queries import file_of
from sesshu.ward.rosters.faults import Faults
from sesshu.ward.rosters.lines import on_paper

pytestmark = pytest.mark.usefixtures("fresh_ward")
ADDRESS = "東京都世田谷区代田1番2号"


def told(file: IntakeFile) -> list[dict[str, str]]:
    """The lines of a file's list by the titles of its columns."""
    titles = [column.title for column in KINDS["F18"].columns]
    found = Faults(file_of(file.pk)).lines()
    cells = [[getattr(cell, "text", cell) for cell in map(on_paper, line.values)] for line in found]
    return [dict(zip(titles, row, strict=True)) for row in cells]


def taken(folder: Path, *lines: object) -> IntakeFile:
    """A file of a clinic, taken in."""
    return take(clinic_file(folder / "oct.csv", *lines))


def test_every_finding_of_every_line_is_on_the_list_with_what_to_do(tmp_path: Path) -> None:
    file = taken(tmp_path, form(1, name="代田　太郎", address=ADDRESS), "読めない行", form(2))
    lines = told(file)
    on_screen = [
        (str(row.line_number), found["reason"], found["remedy"])
        for row in rows_of(file)
        for found in row.findings
    ]
    assert [(each["行"], each["理由"], each["どうするか"]) for each in lines] == on_screen
    assert {each["行"] for each in lines} >= {"4"}
    assert all(each["重さ"] and each["項目"] for each in lines)
    assert Faults(file_of(file.pk)).number() == len(lines) > 0


def test_what_was_written_stands_beside_it_but_never_an_address(tmp_path: Path) -> None:
    lines = told(taken(tmp_path, form(1, name="代田　太郎", address=ADDRESS)))
    [person] = [each for each in lines if each["項目"] == "氏名"]
    assert person["書かれていた値"] == person["氏名"] == "代田　太郎"
    assert all(ADDRESS not in "".join(each.values()) for each in lines)


def test_the_line_of_a_guarded_person_is_counted_and_not_shown(tmp_path: Path) -> None:
    settle(tmp_path, [child(1)])
    shelter(resident(1))
    file = taken(tmp_path, form(1), "読めない行")
    assert {each["行"] for each in told(file)} == {"4"}
    assert dict(Faults(file_of(file.pk)).said)["取込結果"] == "2行のうち、エラー1行、担当課対応1行"


def test_the_list_is_printed_from_the_page_of_its_file_and_the_ledger_knows(
    tmp_path: Path, fresh_ward: Place
) -> None:
    file = taken(tmp_path, "読めない行")
    clerk = employ("入力 花子", Duty.ENTRY).client()
    paper = f"/131121/intake/{file.pk}/faults/1"
    assert f'href="{paper}"' in clerk.get(f"/131121/intake/{file.pk}/").text
    text = text_of(clerk.get(paper).content)
    assert "取込結果・エラーリスト" in text
    assert "取込結果1行のうち、エラー1行" in text
    assert "件数1件" in text
    assert clerk.get(f"{paper}0").status_code == 404
    assert clerk.get("/131121/intake/0/faults/1").status_code == 404
    assert any(entry.action == "intake.faults_printed" for entry in entries())
