"""The welfare file: what is written is read, and every fault is told with its column (V014)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.wire.residents.control import HeaderDiffers
from sesshu.wire.residents.rows import Line
from sesshu.wire.welfare_files.layout import (
    COLUMNS,
    GROUND_TITLES,
    GROUNDS,
    Control,
    NotAWelfareFile,
)
from sesshu.wire.welfare_files.parse import Receipt, open_file, read_line
from sesshu.wire.welfare_files.render import render_line, write_file

CONTROL = Control("SEIHO-1", "131121", datetime(2026, 11, 2, tzinfo=UTC), date(2026, 10, 1), 1)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
DOCUMENT = Path(__file__).parents[3] / "docs" / "formats" / "welfare-files.md"


@given(
    st.integers(1, 9_999_999_999),
    st.sampled_from(sorted(GROUNDS.values())),
    st.lists(DAYS, min_size=2, max_size=2).map(sorted),
    st.sampled_from([(False, False), (False, True), (True, False), (True, True)]),
)
def test_what_is_written_is_read(
    number: int, ground: str, days: list[date], told_so: tuple[bool, bool]
) -> None:
    ends, revoked = told_so
    told = Receipt(f"{number:010d}", ground, days[0], days[1] if ends else None, revoked)
    assert read_line(Line(3, render_line(told))).receipt == told


def test_a_file_comes_back_with_its_control_line(tmp_path: Path) -> None:
    path = tmp_path / "welfare.csv"
    write_file(path, CONTROL, ["0000000001,1,2026-10-01,,0"])
    file = open_file(path)
    assert file.control == CONTROL
    assert [line.number for line in file.lines] == [3]


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("0000000001,1,2026-10-01,", [""]),
        ("葵,1,2026-10-01,,0", ["宛名番号"]),
        ("0000000001,3,2026-10-01,,0", ["区分"]),
        ("0000000001,1,2026-02-30,,0", ["開始日"]),
        ("0000000001,1,2026-10-01,x,0", ["終了日"]),
        ("0000000001,1,2026-10-01,2026-09-30,0", ["終了日"]),
        ("0000000001,1,2026-10-01,,2", ["取消"]),
        ("x,9,,,", ["宛名番号", "区分", "取消", "開始日"]),
    ],
)
def test_every_fault_is_told_with_its_column(line: str, columns: list[str]) -> None:
    row = read_line(Line(3, line))
    assert row.receipt is None
    assert [fault.column for fault in row.faults] == columns


@pytest.mark.parametrize(
    "head",
    [
        "",
        "SESSHU-CLINIC,1,A,131121,2026-11-02T00:00:00+00:00,2026-10,1",
        "SESSHU-WELFARE,2,A,131121,2026-11-02T00:00:00+00:00,2026-10,1",
        "SESSHU-WELFARE,1,A,131121,2026-11-02T00:00:00,2026-10,1",
        "SESSHU-WELFARE,1,A,131120,2026-11-02T00:00:00+00:00,2026-10,1",
        "SESSHU-WELFARE,1,A,131121,2026-11-02T00:00:00+00:00,2026-13,1",
    ],
)
def test_another_control_line_is_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "welfare.csv"
    path.write_text(f"{head}\r\n", encoding="utf-8")
    with pytest.raises(NotAWelfareFile):
        open_file(path)


def test_other_titles_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "welfare.csv"
    write_file(path, CONTROL, [])
    path.write_text(path.read_text().replace("宛名番号", "番号"))
    with pytest.raises(HeaderDiffers):
        open_file(path)


def test_the_document_lists_every_column_and_ground() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")
    for number, column in enumerate(COLUMNS, 1):
        must = "必須" if column.required else ""
        assert f"| {number} | {column.title} | {column.kind} | {must} |" in said
    assert "、".join(f"{code} {title}" for code, title in GROUND_TITLES.items()) in said
