"""Claims files and answers written and read back, in every coding, whatever the lines hold (V106)."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from sesshu.wire.claims_files.answer import Answered, read_answer, write_answer
from sesshu.wire.claims_files.control import ANSWER, Control, NotAClaimsFile, parse_control
from sesshu.wire.claims_files.form import ClaimForm, ClaimKind
from sesshu.wire.claims_files.layout import NoLayout, layout_of
from sesshu.wire.claims_files.parse import open_file, read_line
from sesshu.wire.claims_files.render import render_line, write_file
from sesshu.wire.residents.control import CountDiffers, Encoding, FileRefused, HeaderDiffers
from sesshu.wire.residents.rows import Line

MAY = date(2026, 5, 1)
LAYOUT = layout_of(MAY)
MADE_AT = datetime(2026, 5, 20, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
DIGITS = st.text("0123456789", min_size=1, max_size=20)
DAYS = st.dates(date(1900, 1, 1), date(2030, 12, 31))
YEN = st.integers(0, 9_999_999)
KANA = st.text("アイウエオヤマダー　", min_size=1, max_size=30).filter(str.strip)
HEAD = b"SESSHU-CLAIMS,1,UTF-8,C1,132,131121,2026-05-20T09:00:00+09:00,2026-05,0,0\r\n"
SAMPLES = Path(__file__).parents[3] / "src" / "sesshu" / "wire" / "claims_files" / "samples"


@st.composite
def claims(draw: st.DrawFn) -> ClaimForm:
    kind = draw(st.sampled_from(ClaimKind))
    outcome = draw(st.sampled_from(("given", "screened_only")))
    return ClaimForm(
        claim_number=draw(DIGITS),
        kind=kind,
        original_number=draw(DIGITS) if kind is ClaimKind.WITHDRAWAL else None,
        provider_code=draw(st.text("0123456789", min_size=10, max_size=10)),
        voucher_number=draw(st.none() | st.text("0123456789", min_size=10, max_size=10)),
        name_kana=draw(KANA),
        birth_on=draw(DAYS),
        sex=draw(st.sampled_from("129")),
        series=draw(st.sampled_from(("MR1", 'A"B', "A,B"))),
        product="MR" if outcome == "given" else None,
        outcome=outcome,
        given_on=draw(DAYS),
        unit_yen=draw(YEN),
        charge_yen=draw(YEN),
        yen=draw(YEN),
    )


FORM = ClaimForm(
    claim_number="1",
    provider_code="1311234569",
    name_kana="ヤマダ　ハナコ",
    birth_on=date(2025, 3, 1),
    sex="2",
    series="MR1",
    product="MR",
    given_on=date(2026, 4, 10),
    unit_yen=11_000,
    yen=11_000,
)
GOOD = render_line(FORM, LAYOUT)


def control(rows: int, yen: int = 0, **others: object) -> Control:
    said = {"file_id": "C1", "federation": "132", "municipality": "131121", "created_at": MADE_AT}
    return Control(**(said | {"month": MAY, "rows": rows, "yen": yen} | others))  # type: ignore[arg-type]


@settings(max_examples=examples(100), deadline=None)
@given(forms=st.lists(claims(), max_size=4), encoding=st.sampled_from(Encoding))
def test_a_file_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, forms: list[ClaimForm], encoding: Encoding
) -> None:
    path = tmp_path_factory.getbasetemp() / "claims.csv"
    said = control(len(forms), sum(form.signed_yen for form in forms), encoding=encoding)
    write_file(path, said, [render_line(form, LAYOUT) for form in forms])
    file = open_file(path)
    assert file.control == said
    assert [read_line(line, file.layout).form for line in file.lines] == forms


@settings(max_examples=examples(150), deadline=None)
@given(text=st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_no_line_stops_the_reading(text: str) -> None:
    read = read_line(Line(3, text), LAYOUT)
    assert (read.form is None) == bool(read.faults)


@settings(max_examples=examples(150), deadline=None)
@given(place=st.integers(0, len(LAYOUT.columns) - 1), value=st.text('0129X、,"ア\x00', max_size=8))
def test_a_line_with_one_value_spoilt_names_its_column_or_is_read(place: int, value: str) -> None:
    values = GOOD.split(",")
    values[place] = '"' + value.replace('"', '""') + '"'
    read = read_line(Line(3, ",".join(values)), LAYOUT)
    titles = {fault.column for fault in read.faults}
    related = {"元の明細番号", "ワクチンの種類"}
    assert titles <= {LAYOUT.columns[place].title} | related


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("接種日", "2026-04-32", "暦にない日です。"),
        ("明細の区分", "3", "決められたコードではありません。"),
        ("明細の区分", "2", "取下げにだけ要る番号です。"),
        ("元の明細番号", "5", "取下げにだけ要る番号です。"),
        ("ワクチンの種類", "", "接種したのに記載がありません。"),
        ("請求額", "-1", "書き方が違います。"),
        ("医療機関コード", "131", "桁数が違います。"),
        ("氏名カナ", "", "記載がありません。"),
    ],
)
def test_each_fault_is_said(column: str, value: str, fault: str) -> None:
    values = GOOD.split(",")
    values[LAYOUT.titles.index(column)] = value
    assert fault in {each.reason for each in read_line(Line(3, ",".join(values)), LAYOUT).faults}


def test_a_person_is_read_where_something_else_is_wrong() -> None:
    spoilt = read_line(Line(3, GOOD.replace("2026-04-10", "2026-04-32")), LAYOUT)
    assert spoilt.form is None
    assert spoilt.told is not None
    assert spoilt.told.name_kana == FORM.name_kana
    unknown = read_line(Line(3, GOOD.replace("2025-03-01", "2025-03-32")), LAYOUT)
    assert unknown.told is None
    assert read_line(Line(3, "1,2"), LAYOUT).told is None
    assert read_line(Line(3, '"1'), LAYOUT).faults


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotAClaimsFile),
        (b"SESSHU-CLINIC,1\r\n", NotAClaimsFile),
        (HEAD.replace(b"+09:00", b""), NotAClaimsFile),
        (HEAD.replace(b"131121", b"000000"), NotAClaimsFile),
        (HEAD.replace(b"2026-05,", b"2020-05,"), NotAClaimsFile),
        (HEAD + b"X\r\n", HeaderDiffers),
        (HEAD.replace(b"UTF-8", b"UTF-8-BOM"), HeaderDiffers),
    ],
)
def test_what_is_no_claims_file_is_refused(
    tmp_path: Path, content: bytes, refusal: type[FileRefused]
) -> None:
    path = tmp_path / "C1.csv"
    path.write_bytes(content)
    with pytest.raises(refusal):
        open_file(path)


@pytest.mark.parametrize("rows", [0, 2])
def test_a_file_with_lines_lost_or_added_is_refused(tmp_path: Path, rows: int) -> None:
    write_file(tmp_path / "C1.csv", control(rows), [GOOD])
    with pytest.raises(CountDiffers):
        open_file(tmp_path / "C1.csv")


def test_bytes_that_cannot_be_read_are_a_fault_of_their_line(tmp_path: Path) -> None:
    path = tmp_path / "C1.csv"
    write_file(path, control(2, encoding=Encoding.CP932), [GOOD, GOOD])
    content = path.read_bytes()
    at = content.index("ヤマダ".encode("cp932"))
    path.write_bytes(content[:at] + b"\xff" + content[at + 1 :])
    file = open_file(path)
    first, second = (read_line(line, file.layout) for line in file.lines)
    assert first.form is None
    assert second.form == FORM


def test_a_month_before_every_layout_has_none() -> None:
    with pytest.raises(NoLayout):
        layout_of(date(2026, 3, 1))


ANSWERS = st.builds(
    Answered,
    file_id=st.just("C1"),
    line_number=st.integers(3, 99_999),
    claim_number=st.text("0123456789", max_size=20),
    result=st.sampled_from(("paid", "returned", "adjusted")),
    reason_code=st.sampled_from(("", "other_price")),
    reason=st.sampled_from(("", "単価が契約と違います", 'A,"B')),
    yen=st.integers(-9_999_999, 9_999_999),
)


@settings(max_examples=examples(100), deadline=None)
@given(answers=st.lists(ANSWERS, max_size=4))
def test_an_answer_is_read_as_it_was_written(answers: list[Answered]) -> None:
    said = control(len(answers), sum(each.yen for each in answers))
    assert read_answer(write_answer(said, answers)) == (said, answers)


def test_an_answer_is_no_claims_file_and_the_other_way_round(tmp_path: Path) -> None:
    answer = write_answer(control(0), [])
    with pytest.raises(NotAClaimsFile):
        parse_control(answer.splitlines()[0])
    write_file(tmp_path / "C1.csv", control(1), [GOOD])
    with pytest.raises(NotAClaimsFile):
        read_answer((tmp_path / "C1.csv").read_bytes())
    with pytest.raises(NotAClaimsFile):
        read_answer(answer.replace("結果".encode(), b"X"))
    assert answer.startswith(ANSWER.encode())


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("claims-*.csv")), ids=lambda path: path.stem)
def test_the_samples_are_read_without_a_fault(sample: Path) -> None:
    file = open_file(sample)
    forms = [read_line(line, file.layout).form for line in file.lines]
    assert file.control.yen == sum(form.signed_yen for form in forms if form)
    assert len([form for form in forms if form]) == file.control.rows > 0
