"""Check digits and forms of numbers; vectors from the reference (number-linkage §1.2, §1.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.numbers import (
    NumberError,
    individual_number_check_digit,
    is_municipality_code,
    municipality_check_digit,
    read_atena_number,
    read_individual_number,
    read_postal_code,
)

MUNICIPALITIES = [
    "131121", "130001", "131016", "131041", "131130", "131105", "131113",
    "131156", "132047", "132080", "132195", "141305", "141003", "011002",
    "131202", "131237",
]  # fmt: skip

MY_NUMBERS = [
    "983205673214", "123456789018", "012345678903", "100000000005", "111111111118", "222222222225",
    "999999999996", "271828182840", "000000000060", "314159265352", "876543210989", "202604010014",
]  # fmt: skip

NOT_MY_NUMBERS = [
    "983205673213", "893205673214", "983205673241", "983205676214", "983206573214", "123456789012",
    "000000000000",
    *(digit * 12 for digit in "123456789"),
]  # fmt: skip


@pytest.mark.parametrize("code", MUNICIPALITIES)
def test_codes_of_municipalities_carry_their_check_digit(code: str) -> None:
    assert municipality_check_digit(code[:5]) == int(code[5])
    assert is_municipality_code(code)


@pytest.mark.parametrize("code", ["131122", "13112", "1311210", "", "１３１１２１", "abcdef"])
def test_what_is_no_code_of_a_municipality_is_told_apart(code: str) -> None:
    assert not is_municipality_code(code)


@pytest.mark.parametrize("number", MY_NUMBERS)
def test_valid_individual_numbers_are_read_with_their_leading_zeros(number: str) -> None:
    assert read_individual_number(number) == number
    assert individual_number_check_digit(number[:-1]) == int(number[-1])


@pytest.mark.parametrize("number", NOT_MY_NUMBERS)
def test_slips_and_placeholders_are_refused(number: str) -> None:
    with pytest.raises(NumberError):
        read_individual_number(number)


@pytest.mark.parametrize(
    "typed", ["9832 0567 3214", "9832-0567-3214", "９８３２　０５６７　３２１４"]
)
def test_individual_numbers_are_read_in_any_width_and_grouping(typed: str) -> None:
    assert read_individual_number(typed) == "983205673214"


@pytest.mark.parametrize(
    ("one", "other"), [("414129173660", "414129373660"), ("031235842230", "031235842320")]
)
def test_a_right_check_digit_is_no_proof_of_identity(one: str, other: str) -> None:
    assert read_individual_number(one) != read_individual_number(other)


@given(st.integers(1, 10**11 - 1))
def test_a_number_with_its_own_check_digit_is_always_read(leading: int) -> None:
    digits = f"{leading:011d}"
    number = digits + str(individual_number_check_digit(digits))
    assert read_individual_number(number) == number


@pytest.mark.parametrize(
    ("carried", "number"),
    [
        ("0012345678", "0012345678"),
        ("12345678", "0012345678"),
        ("000000012345678", "0012345678"),
        ("０００１２３４５６７８", "0012345678"),
        ("12345678901", "000012345678901"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_an_atena_number_has_one_form_however_it_is_carried(carried: str, number: str) -> None:
    assert read_atena_number(carried) == number


@pytest.mark.parametrize("typed", ["", "0", "000", "12A4", "1234567890123456"])
def test_what_is_no_atena_number_is_refused_with_words_for_the_clerk(typed: str) -> None:
    with pytest.raises(NumberError, match="宛名番号"):
        read_atena_number(typed)


@pytest.mark.parametrize("typed", ["1540017", "154-0017", "〒154-0017", "１５４－００１７"])
def test_postal_codes_are_read_as_people_write_them(typed: str) -> None:
    assert read_postal_code(typed) == "1540017"


def test_a_postal_code_of_other_length_is_refused() -> None:
    with pytest.raises(NumberError, match="郵便番号"):
        read_postal_code("154-001")
