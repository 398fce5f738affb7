"""The eighteen digits of a voucher (vrs-booking-certificates §1.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.numbers import NumberError
from sesshu.kernel.voucher_line import (
    VoucherKind,
    VoucherLine,
    is_of_another,
    number_in,
    read_voucher_line,
)

LINES = st.builds(
    VoucherLine,
    st.sampled_from(VoucherKind),
    st.integers(1, 9),
    st.sampled_from(["131121", "131156", "011002"]),
    st.from_regex(r"[0-9]{10}", fullmatch=True),
)


@given(LINES)
def test_what_is_written_is_read_back(line: VoucherLine) -> None:
    assert len(line.text) == 18
    assert read_voucher_line(line.text) == line
    assert read_voucher_line(f" {line.text[:8]}-{line.text[8:]}") == line


def test_kind_dose_municipality_and_number_stand_in_this_order() -> None:
    line = VoucherLine(VoucherKind.DOSE, 3, "131121", "0123456789")
    assert line.text == "231311210123456789"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("23131121012345678", "18桁"),
        ("2313112101234567890", "18桁"),
        ("23131121012345678x", "18桁"),
        ("331311210123456789", "1\\(予診のみ\\)"),
        ("201311210123456789", "回数"),
        ("231311220123456789", "市区町村コード"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(NumberError, match=says):
        read_voucher_line(text)


@pytest.mark.parametrize(("dose", "number"), [(0, "0123456789"), (10, "0123456789"), (1, "123")])
def test_nothing_can_be_written_that_could_not_be_read(dose: int, number: str) -> None:
    with pytest.raises(NumberError):
        VoucherLine(VoucherKind.DOSE, dose, "131121", number)


@given(LINES, st.sampled_from("abcdABCD"), st.sampled_from("abcdABCD"))
def test_a_scanner_may_send_the_letters_around_the_bars(
    line: VoucherLine, start: str, stop: str
) -> None:
    assert number_in(f"{start}{line.text}{stop}") == number_in(line.text) == line.number


@pytest.mark.parametrize(
    "text", ["", "0123456789", "a0123456789b", "23131121012345678", "a231311210123456789", "花子"]
)
def test_what_is_no_line_is_left_as_it_stands(text: str) -> None:
    assert number_in(text) == text
    assert not is_of_another(text, "131121")


@given(LINES)
def test_a_line_says_which_municipality_issued_the_voucher(line: VoucherLine) -> None:
    assert is_of_another(line.text, "131121") == (line.municipality != "131121")
