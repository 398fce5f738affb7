"""Rows that can be used and rows that have to be corrected."""

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire.residents.samples import line

from sesshu.wire.residents.frame import SCHEMA
from sesshu.wire.residents.layout import COLUMN_TITLES, COLUMNS, Kind
from sesshu.wire.residents.rows import Batch, Line, fingerprint, parse_lines

CREATED_ON = date(2026, 11, 20)


def parsed(*lines: Line) -> Batch:
    return parse_lines(lines, CREATED_ON)


def faults(**values: str) -> list[tuple[str, str]]:
    batch = parsed(line(**values))
    return [(fault.column, fault.reason) for row in batch.bad_rows for fault in row.faults]


def test_a_usual_row_is_read_with_its_types() -> None:
    batch = parsed(line())
    row = batch.frame.row(0, named=True)
    assert batch.bad_rows == ()
    assert {name: batch.frame.schema[name] for name in SCHEMA} == SCHEMA
    assert row["name"] == "髙橋　葵"
    assert row["birth_on"] == date(2026, 9, 1)
    assert row["processed_at"] == datetime(2026, 9, 2, 17, 15)  # noqa: DTZ001
    assert row["is_foreign"] is False
    assert row["former_family_name"] is None
    assert row["line_number"] == 3


def test_a_number_carried_with_fifteen_digits_is_read_in_its_one_form() -> None:
    batch = parsed(line(3, atena_number="000000012345678"), line(4, atena_number="12345678901"))
    assert batch.frame["atena_number"].to_list() == ["0012345678", "000012345678901"]


def test_values_in_quotes_may_hold_commas_and_quotes() -> None:
    quoted = line(alphabet_name='"SMITH, ANN ""ANNIE"""')
    assert parsed(quoted).frame["alphabet_name"].to_list() == ['SMITH, ANN "ANNIE"']


def test_plain_and_quoted_rows_keep_the_order_of_the_file() -> None:
    batch = parsed(
        line(3, atena_number="3"), line(4, atena_number='"4"'), line(5, atena_number="5")
    )
    assert batch.frame["line_number"].to_list() == [3, 4, 5]


@pytest.mark.parametrize(
    "text", ["", "1,2,3", line().text + ",", '"' + line().text, line().text + '"']
)
def test_a_row_of_another_shape_is_kept_with_its_place_and_its_text(text: str) -> None:
    batch = parsed(line(3), Line(4, text), line(5))
    assert batch.frame["line_number"].to_list() == [3, 5]
    assert [bad.line for bad in batch.bad_rows] == [Line(4, text)]
    assert "項目の数" in batch.bad_rows[0].faults[0].reason


@pytest.mark.parametrize(
    "title",
    [column.title for column in COLUMNS if column.required and column.kind is not Kind.FLAG],
)
def test_a_missing_value_is_named_by_its_column(title: str) -> None:
    name = COLUMNS[COLUMN_TITLES.index(title)].name
    assert (title, "記載がありません。") in faults(**{name: ""})


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({"birth_on": "2026-02-30"}, "生年月日", "暦にない"),
        ({"birth_on": "2026/02/03"}, "生年月日", "書き方"),
        ({"birth_on": "2026-11-21"}, "生年月日", "作成日より後"),
        ({"processed_at": "2026-09-02T25:00:00"}, "処理日時", "暦にない"),
        ({"sex": "3"}, "性別", "コード"),
        ({"is_revoked": "×"}, "取消", "書き方"),
        ({"history_number": "-1"}, "履歴番号", "書き方"),
        ({"name_kana": "高橋　葵"}, "氏名カナ", "書き方"),
        ({"postal_code": "154001"}, "郵便番号", "桁数"),
        ({"postal_code": "154-0017"}, "郵便番号", "書き方"),
        ({"name": "あ" * 201}, "氏名漢字", "200文字"),
        ({"name": "山田\ufffd太郎"}, "氏名漢字", "表示できない"),
        ({"name": "山田\t太郎"}, "氏名漢字", "表示できない"),
        ({"atena_number": "0000000000"}, "宛名番号", "0です"),
        ({"transaction_reason": "41"}, "異動事由", "合わない"),
        ({"household_number": ""}, "世帯番号", "住民なのに"),
        ({"became_resident_on": ""}, "住民となった日", "住民なのに"),
        ({"status": "3"}, "住民でなくなった日", "住民でなくなった人"),
        ({"ceased_resident_on": "2026-08-31"}, "住民でなくなった日", "より前"),
        ({"status": "4", "ceased_resident_on": "2026-10-01"}, "死亡日", "死亡なのに"),
        ({"status": "6"}, "住登外フラグ", "合いません"),
        ({"is_outside_register": "1"}, "住登外フラグ", "合いません"),
        ({"protection": "1"}, "支援措置開始日", "開始日がありません"),
        ({"protection_from": "2026-10-01"}, "支援措置区分", "区分がありません"),
        (
            {"protection": "1", "protection_from": "2026-10-01", "protection_until": "2026-09-01"},
            "支援措置終了日",
            "より前",
        ),
    ],
)
def test_each_fault_is_told_with_its_column(
    values: dict[str, str], column: str, reason: str
) -> None:
    assert any(where == column and reason in why for where, why in faults(**values))


def test_every_fault_says_what_to_do() -> None:
    bad = parsed(line(sex="3", birth_on="", name_kana="漢字")).bad_rows[0]
    assert len(bad.faults) == 3
    assert all(fault.remedy.endswith("ください。") for fault in bad.faults)


def test_one_bad_row_does_not_hold_back_its_neighbors() -> None:
    batch = parsed(line(3), line(4, sex="X"), line(5))
    assert batch.frame["line_number"].to_list() == [3, 5]
    assert [bad.line.number for bad in batch.bad_rows] == [4]


def test_equal_rows_of_two_files_have_one_fingerprint_and_changed_rows_another() -> None:
    one, same, other = (
        parsed(row).frame["fingerprint"][0] for row in (line(3), line(9), line(3, lot="1"))
    )
    assert one == same == fingerprint(line().text)
    assert other != one


def test_someone_outside_the_register_needs_no_household() -> None:
    outside = {
        "is_outside_register": "1",
        "status": "6",
        "household_number": "",
        "became_resident_on": "",
    }
    assert faults(**outside) == []


@given(st.text(st.characters(exclude_characters="\n\r", exclude_categories=("Cs",))))
def test_no_line_is_ever_lost(text: str) -> None:
    batch = parsed(line(3), Line(4, text))
    numbers = batch.frame["line_number"].to_list() + [bad.line.number for bad in batch.bad_rows]
    assert sorted(numbers) == [3, 4]


@given(
    st.sampled_from(COLUMNS),
    st.text(st.characters(exclude_characters='\n\r,"', exclude_categories=("Cs",))),
)
def test_whatever_stands_in_a_column_the_row_is_used_or_explained(
    column: object, value: str
) -> None:
    batch = parsed(line(3, **{column.name: value}))  # type: ignore[attr-defined]
    assert batch.frame.height + len(batch.bad_rows) == 1
    assert batch.frame.select(pl.all()).height in (0, 1)
