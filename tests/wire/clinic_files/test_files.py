"""What is written is read back; every bad value is told with its column; nothing stops the other rows."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.clinics import clinic_check_digit, lot_key, read_clinic_code
from sesshu.kernel.numbers import NumberError
from sesshu.wire.clinic_files.codes import CODES, Channel
from sesshu.wire.clinic_files.control import (
    Control,
    NotAClinicFile,
    Totals,
    parse_control,
    render_control,
)
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.layout import COLUMN_NAMES, COLUMNS
from sesshu.wire.clinic_files.parse import open_file, read_line, values_of
from sesshu.wire.clinic_files.render import (
    render_line,
    render_values,
    totals_of,
    without_home,
    write_file,
)
from sesshu.wire.residents.control import Encoding, HeaderDiffers
from sesshu.wire.residents.rows import Line

SAMPLES = Path(__file__).parents[3] / "src/sesshu/wire/clinic_files/samples"
TOKYO = ZoneInfo("Asia/Tokyo")
FORM = Form(
    provider_code="1311234569",
    voucher_number="0123456784",
    name="髙橋　葵",
    name_kana="タカハシ　アオイ",
    birth_on=date(2025, 9, 1),
    sex="2",
    address="東京都世田谷区世田谷四丁目21番27号",
    series="MR1",
    dose_number=1,
    given_on=date(2026, 10, 15),
    product="MR",
    brand="mearubik",
    lot="MR512",
    expires_on=date(2027, 3, 31),
    volume_ml=Decimal("0.5"),
    route="SC",
    doctor='医師, "一郎"',
)
CONTROL = Control(
    "1311234569-202610",
    "131121",
    datetime(2026, 11, 5, 9, tzinfo=TOKYO),
    Channel.CLINIC,
    "1311234569",
    date(2026, 10, 1),
    Totals(1, 1, 0),
)


def faults(**values: str) -> list[tuple[str, str]]:
    """Columns and reasons of a right row with some values written otherwise, with and without quotes."""
    plain, quoted = both_ways(values)
    assert read_line(plain).faults == read_line(quoted).faults
    return [(fault.column, fault.reason) for fault in read_line(plain).faults]


def both_ways(written: dict[str, str]) -> tuple[Line, Line]:
    """A right row with some values written otherwise: as short as can be, and every value in quotes."""
    values = (values_of(render_line(replace(FORM, doctor="医師"))) or {}) | written
    quoted = ",".join(f'"{values[name]}"' for name in COLUMN_NAMES)
    return Line(3, render_values(values)), Line(3, quoted)


def test_a_form_is_read_as_it_was_written() -> None:
    assert read_line(Line(3, render_line(FORM))).form == FORM


@given(
    st.dictionaries(
        st.sampled_from(COLUMN_NAMES),
        st.just("")
        | st.text("01239-. アヴｱー葵,\u3000\t\ufffd'（", max_size=12)
        | st.sampled_from(("2026-02-29", "2024-02-29", "1234567890", "01", "0.25", "ア" * 201)),
        max_size=4,
    )
)
def test_a_line_says_the_same_with_and_without_quotes(written: dict[str, str]) -> None:
    plain, close = map(read_line, both_ways(written))
    assert (plain.form, plain.faults, plain.told) == (close.form, close.faults, close.told)


@given(
    st.builds(
        replace,
        st.just(FORM),
        given_on=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
        dose_number=st.none() | st.integers(1, 20),
        volume_ml=st.none() | st.decimals(Decimal("0.001"), Decimal("99.999"), places=3),
        route=st.sampled_from([word.name for word in CODES["route"].values()]),
        has_consent=st.booleans(),
        doctor=st.none() | st.text('あ亜," x', min_size=1, max_size=20),
    )
)
def test_whatever_a_form_says_is_read_as_it_was_written(form: Form) -> None:
    assert read_line(Line(3, render_line(form))).form == form


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"provider_code": ""}, "医療機関コード"),
        ({"provider_code": "12"}, "医療機関コード"),
        ({"given_on": "2026-02-30"}, "接種日"),
        ({"given_on": "R8.10.15"}, "接種日"),
        ({"outcome": "9"}, "実施結果"),
        ({"volume_ml": "0.5mL"}, "接種量"),
        ({"name_kana": "髙橋"}, "氏名カナ"),
        ({"name": "髙\ufffd"}, "氏名"),
        ({"has_consent": "2"}, "同意の署名"),
        ({"product": ""}, "ワクチンの種類"),
        ({"outcome": "2"}, "予診理由"),
        ({"screening_reason": "01"}, "予診理由"),
        ({"voucher_number": "", "name": ""}, "券番号"),
        ({"lot": "L" * 21}, "Lot番号"),
    ],
)
def test_a_bad_value_is_told_with_its_column(values: dict[str, str], column: str) -> None:
    assert [found for found, _ in faults(**values)] == [column]


def test_every_fault_of_a_row_is_told_at_once() -> None:
    assert len(faults(given_on="x", route="9", fee_class="")) == 3


@pytest.mark.parametrize("line", ["", "a,b", '"' + "," * 23, "," * 24])
def test_a_line_of_another_shape_is_one_fault(line: str) -> None:
    [fault] = read_line(Line(3, line)).faults
    assert str(len(COLUMNS)) in fault.reason


def test_a_screening_without_a_dose_needs_no_vaccine() -> None:
    screened = replace(FORM, outcome="screened_only", screening_reason="fever", product=None)
    assert read_line(Line(3, render_line(screened))).form == screened
    assert totals_of([FORM, screened]) == Totals(2, 1, 1)


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_file_is_read_in_every_encoding(tmp_path: Path, encoding: Encoding) -> None:
    path, control = tmp_path / "f.csv", replace(CONTROL, encoding=encoding)
    write_file(path, control, [render_line(FORM), "読めない行"])
    found = open_file(path)
    assert found.control == control
    assert [read_line(line).form for line in found.lines] == [FORM, None]
    assert [line.number for line in found.lines] == [3, 4]


def test_bytes_of_another_encoding_spoil_their_row_only(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    write_file(path, CONTROL, [render_line(FORM), render_line(FORM)])
    path.write_bytes(path.read_bytes().replace("葵".encode(), b"\xff", 1))
    first, second = (read_line(line) for line in open_file(path).lines)
    assert [fault.column for fault in first.faults] == ["氏名"]
    assert second.form == FORM


def test_a_control_line_is_read_as_it_was_written() -> None:
    assert parse_control(render_control(CONTROL)) == CONTROL
    punched = replace(CONTROL, channel=Channel.PUNCHED, provider_code=None)
    assert parse_control(render_control(punched)) == punched


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"SESSHU-CLINIC", b"SESSHU-RESIDENTS"),
        (b",131121,", b",131122,"),
        (b"+09:00", b""),
        (b",clinic,1311234569,", b",clinic,,"),
        (b",1311234569,2026", b",1311234560,2026"),
        (b",2026-10,", b",2026-13,"),
        (b",1,1,0", b",1,1"),
    ],
)
def test_a_control_line_that_cannot_be_trusted_refuses_the_file(
    before: bytes, after: bytes
) -> None:
    line = render_control(CONTROL).replace(before, after, 1)
    with pytest.raises(NotAClinicFile, match="作り直し"):
        parse_control(line)


def test_other_titles_refuse_the_file(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    write_file(path, CONTROL, [])
    path.write_bytes(path.read_bytes().replace("券番号".encode(), "番号".encode()))
    with pytest.raises(HeaderDiffers):
        open_file(path)


def test_an_address_can_be_left_out_of_a_line() -> None:
    assert read_line(Line(3, without_home(render_line(FORM)))).form == replace(FORM, address=None)
    assert values_of(without_home("読めない行, 東京都世田谷区")) == dict.fromkeys(
        (column.name for column in COLUMNS), ""
    )


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.name)
def test_a_sample_holds_what_its_control_line_says(sample: Path) -> None:
    file = open_file(sample)
    forms = [read_line(line).form for line in file.lines]
    assert totals_of([form for form in forms if form]) == file.control.totals


@pytest.mark.parametrize(
    "code",
    [
        "0110113719",
        "1311234569",
        "1341200010",
        "1331200012",
        "1361200015",
        "1311200016",
        "1311299992",
    ],
)
def test_codes_of_the_reference_carry_their_check_digit(code: str) -> None:
    assert read_clinic_code(f"{code[:5]} {code[5:]}") == code
    assert clinic_check_digit(code[:9]) == int(code[9])


@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_every_single_wrong_digit_of_a_clinic_code_is_refused(
    number: int, at: int, by: int
) -> None:
    code = f"{number:09d}"
    code += str(clinic_check_digit(code))
    wrong = code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
    with pytest.raises(NumberError):
        read_clinic_code(wrong)


def test_two_spellings_of_a_lot_are_one() -> None:
    assert lot_key("ＭＲ-５１２ ") == lot_key("mr512") == "MR512"
