"""Pages about welfare files and about what one resident pays (B14, R2, R4)."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from fees_of_tests import BEGINS, receipt, take_welfare, welfare_file
from ledger_of_tests import last_entry
from residents_of_tests import add_resident
from staff_of_tests import employ
from ward.residents.registry import work_off

from sesshu.foundation.duties import Duty
from sesshu.ward.fees import queries

pytestmark = pytest.mark.usefixtures("fresh_ward")


@pytest.fixture
def clerk(fresh_ward: object) -> Client:
    return employ("費用 花子", Duty.FEES).client()


def test_a_bad_row_is_put_right_on_its_page(clerk: Client, tmp_path: Path) -> None:
    number = receipt(add_resident(date(1950, 4, 1))).atena_number
    file, _ = take_welfare(welfare_file(tmp_path / "W1.csv", f"{number},9,2026-10-10,,0"))
    assert "1行を見る" in clerk.get("/131121/welfare-files/").text
    rows = f"/131121/welfare-files/{file.pk}/"
    assert "決められたコードではありません" in clerk.get(rows).text
    [row] = queries.rejected_rows(file.pk)
    page = f"/131121/welfare-files/rows/{row.pk}/"
    assert number in clerk.get(page).text
    assert last_entry().action == "welfare.rejected_row"
    typed = {"atena_number": number, "ground": "8", "valid_from": "2026-10-10", "is_revoked": "0"}
    assert clerk.post(page, typed).status_code == 422
    nothing = clerk.post(f"{rows}replay", follow=True)
    assert "直した行がない" in nothing.text
    assert clerk.post(page, typed | {"ground": "1"})["Location"] == rows
    assert "直し済み" in clerk.get(rows).text
    assert "/runs/" in clerk.post(f"{rows}replay")["Location"]
    work_off()
    assert "直す行はありません" in clerk.get(rows).text
    assert clerk.get(page).status_code == 404


def test_a_resident_page_tells_the_class_and_not_why(clerk: Client, tmp_path: Path) -> None:
    resident = add_resident(date(1950, 4, 1))
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(resident)))
    page = f"/131121/residents/{resident}/fees/?purpose=counter"
    shown = clerk.get(f"{page}&on=R8.10.10").text
    assert "自己負担の免除" in shown
    assert last_entry().action == "resident.fees"
    assert last_entry().subjects == [resident]
    assert "生活保護" not in shown.split("<main", 1)[1]
    assert "2,500円" in clerk.get(f"{page}&on=R8.10.9").text
    assert date(2026, 10, 10) == BEGINS
    assert clerk.get(f"{page}&on=R8.13.1").status_code == 422


def test_the_tax_class_of_a_certificate_is_entered(clerk: Client) -> None:
    resident = add_resident(date(1950, 4, 1))
    address = f"/131121/residents/{resident}/fees/tax?purpose=counter"
    answer = clerk.post(address, {"fiscal_year": "2026", "tax_class": "1"}, follow=True)
    assert "課税区分を記録しました" in answer.text
    assert "選んでください" in clerk.post(address, {"tax_class": "7"}, follow=True).text


def test_without_a_purpose_nothing_is_shown(clerk: Client) -> None:
    resident = add_resident(date(1950, 4, 1))
    assert "自己負担" not in clerk.get(f"/131121/residents/{resident}/fees/").text


@pytest.mark.parametrize("duty", [Duty.CHECK, Duty.GUARDED])
def test_other_duties_are_told_no_fee_class(fresh_ward: object, duty: Duty) -> None:
    resident = add_resident(date(1950, 4, 1))
    client = employ("確認 太郎", duty).client()
    assert client.get(f"/131121/residents/{resident}/fees/?purpose=counter").status_code == 403
    assert "費用区分" not in client.get(f"/131121/residents/{resident}/?purpose=counter").text
    assert client.get("/131121/welfare-files/").status_code == 403
