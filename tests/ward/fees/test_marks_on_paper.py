"""The 予診票 of a series of B類 prints the fee class neutrally; one of A類 prints none (B14)."""

from datetime import date
from pathlib import Path

import pytest
from documents.paper import text_of
from fees_of_tests import BEGINS, receipt, take_welfare, welfare_file
from residents_of_tests import add_resident

from sesshu.schedule import load
from sesshu.ward.vouchers.paper import Press, Sheet

PRESS = Press(load.current(), BEGINS)


def sheet(resident: int, series: str) -> Sheet:
    number = "1234567890"
    name, kana = "世田谷 みどり", "セタガヤ ミドリ"
    born_on = date(1950, 4, 1)
    home = ("1540017", "東京都世田谷区世田谷四丁目21番27号", None)
    return Sheet(1, resident, number, series, 1, name, kana, born_on, "2", *home, None)


@pytest.mark.parametrize(
    ("series", "helped", "mark"), [("FLU", False, "A"), ("FLU", True, "B"), ("MR1", True, None)]
)
def test_the_sheet_prints_the_class_and_not_why(
    fresh_ward: object, tmp_path: Path, series: str, mark: str | None, *, helped: bool
) -> None:
    resident = add_resident(date(1950, 4, 1))
    if helped:
        take_welfare(welfare_file(tmp_path / "W1.csv", receipt(resident)))
    text = text_of(PRESS.print([sheet(resident, series)]).pdf)
    assert ("区分" + mark in text) if mark else ("区分A" not in text and "区分B" not in text)
    assert "生活保護" not in text
