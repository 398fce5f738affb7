"""総合振込 files: what is written is read back by a reader, and what a bank would refuse is never written."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.wire.transfers.characters import NotInBankCharacters, in_bank_characters
from sesshu.wire.transfers.files import (
    DoesNotFit,
    NotATransferFile,
    Payer,
    Transfer,
    data_record,
    read,
    write,
)
from sesshu.wire.transfers.layout import ACCOUNT_KINDS, CODING, LENGTH, RECORDS

DOCUMENT = Path(__file__).parents[3] / "docs" / "formats" / "transfers.md"
ON = date(2026, 12, 10)
PAYER = Payer(
    payer_code="131121",
    payer_name="セタガヤク　カイケイカンリシャ",
    bank_code="9999",
    bank_name="カクウ",
    branch_code="1",
    branch_name="セタガヤ",
    account_kind="2",
    number="1",
)
TARO = Transfer(
    bank_code="0001",
    branch_code="123",
    account_kind="1",
    number="0012345",
    holder="ヤマダ　タロウ",
    yen=8_000,
    reference="2026000001",
)
KANA = (
    "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドナニヌネノハバパヒビ"
    "ピフブプヘベペホボポマミムメモヤユヨラリルレロワン"
)
DIGITS = "0123456789"
TRANSFERS = st.builds(
    Transfer,
    bank_code=st.text(DIGITS, min_size=4, max_size=4),
    branch_code=st.text(DIGITS, min_size=3, max_size=3),
    account_kind=st.sampled_from(sorted(ACCOUNT_KINDS.values())),
    number=st.text(DIGITS, min_size=7, max_size=7),
    holder=st.text(KANA, min_size=1, max_size=15),
    yen=st.integers(1, 9_999_999_999),
    reference=st.text(DIGITS, min_size=1, max_size=10),
)


def edited(content: bytes, line: int, at: int, text: str) -> bytes:
    lines = content.decode(CODING).split("\r\n")
    lines[line] = lines[line][:at] + text + lines[line][at + len(text) :]
    return "\r\n".join(lines).encode(CODING)


@pytest.mark.parametrize("mark", sorted(RECORDS))
def test_every_record_has_120_characters(mark: str) -> None:
    assert sum(item.width for item in RECORDS[mark]) == LENGTH


def test_a_record_stands_as_banks_describe_it() -> None:
    header, data, trailer, end, _ = write(PAYER, ON, [TARO]).decode(CODING).split("\r\n")
    assert header[:54] == "1210" + "0000131121" + "ｾﾀｶﾞﾔｸ ｶｲｹｲｶﾝﾘｼﾔ".ljust(40)
    assert (
        header[54:]
        == "1210" + "9999" + "ｶｸｳ".ljust(15) + "001" + "ｾﾀｶﾞﾔ".ljust(15) + "2" + "0000001" + " " * 17
    )
    assert data[:50] == "20001" + " " * 15 + "123" + " " * 15 + "0000" + "1" + "0012345"
    assert data[50:91] == "ﾔﾏﾀﾞ ﾀﾛｳ".ljust(30) + "0000008000" + "0"
    assert data[91:] == "2026000001" + "0" * 10 + "7" + " " * 8
    assert trailer == "8" + "000001" + "000000008000" + " " * 101
    assert end == "9" + " " * 119


@given(st.lists(TRANSFERS, max_size=8))
def test_what_is_written_is_read_back_with_its_count_and_sum(transfers: list[Transfer]) -> None:
    content = write(PAYER, ON, transfers)
    header, told = read(content)
    assert header["on"] == "1210"
    assert [int(each["yen"]) for each in told] == [each.yen for each in transfers]
    assert [each["number"] for each in told] == [each.number for each in transfers]
    assert [each["holder"] for each in told] == [
        in_bank_characters(each.holder)[:30].rstrip() for each in transfers
    ]
    assert {len(line) for line in content.decode(CODING).split("\r\n")} == {LENGTH, 0}
    assert len(content) == (LENGTH + 2) * (len(transfers) + 3)


@given(st.text(max_size=40))
def test_whatever_is_typed_becomes_bank_characters_or_is_refused(text: str) -> None:
    try:
        written = in_bank_characters(text)
    except NotInBankCharacters:
        return
    assert len(written.encode(CODING)) == len(written)
    assert in_bank_characters(written) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("シャチョー", "ｼﾔﾁﾖ-"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("パピプ　ガギグ", "ﾊﾟﾋﾟﾌﾟ ｶﾞｷﾞｸﾞ"),
        ("ｶ)ｾﾀｶﾞﾔ", "ｶ)ｾﾀｶﾞﾔ"),
        ("イ）メディカル", "ｲ)ﾒﾃﾞｲｶﾙ"),
        ("abc", "ABC"),
        ("ヴ", "ｳﾞ"),
        ("やまだ", "ﾔﾏﾀﾞ"),
    ],
)
def test_kana_are_written_as_banks_want_them(typed: str, written: str) -> None:
    assert in_bank_characters(typed) == written


@pytest.mark.parametrize("text", ["山田", "ヤマダ・タロウ", "ヤマダ\nタロウ", "😀", "ヤマダ*"])
def test_what_no_bank_reads_is_refused(text: str) -> None:
    with pytest.raises(NotInBankCharacters):
        in_bank_characters(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"yen": 0},
        {"yen": -1},
        {"yen": 10_000_000_000},
        {"number": "12345678"},
        {"number": "12a4567"},
        {"bank_code": "１２３４"},
        {"reference": "20260000001"},
    ],
)
def test_a_value_that_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(DoesNotFit):
        data_record(replace(TARO, **wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "at", "text"),
    [
        (1, 80, "0000008001"),
        (2, 1, "000002"),
        (2, 7, "000000008001"),
        (1, 0, "8"),
        (3, 0, "2"),
        (0, 0, "2"),
    ],
)
def test_a_file_that_was_tampered_with_is_not_read(line: int, at: int, text: str) -> None:
    content = write(PAYER, ON, [TARO])
    with pytest.raises(NotATransferFile):
        read(edited(content, line, at, text))


def test_a_short_record_is_not_read() -> None:
    with pytest.raises(NotATransferFile, match="120"):
        read(write(PAYER, ON, [TARO]).replace(b" \r\n", b"\r\n"))


@pytest.mark.parametrize("mark", sorted(RECORDS))
def test_the_document_tells_every_item_with_its_width(mark: str) -> None:
    told = DOCUMENT.read_text(encoding="utf-8")
    at = 1
    for item in RECORDS[mark]:
        kind = "N" if item.is_number else "C"
        assert f"| {at} | {item.title} | {kind} | {item.width} |" in told
        at += item.width
