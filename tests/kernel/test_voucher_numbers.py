"""券番号: unique, in no guessable order, and no slip of the hand passes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.numbers import NumberError
from sesshu.kernel.voucher_numbers import (
    DAMM,
    KEY_BYTES,
    NUMBERS,
    Permutation,
    check_digit,
    counter_of,
    read_foreign_number,
    read_voucher_number,
    voucher_number,
)

KEY = bytes(range(KEY_BYTES))
OURS = Permutation(KEY)
COUNTERS = st.integers(0, NUMBERS - 1)


@pytest.mark.parametrize("size", [1, 2, 9, 10, 100, 1000, 1024, 4097])
def test_every_number_is_reached_once_and_leads_back(size: int) -> None:
    permutation = Permutation(KEY, size)
    reached = [permutation.forward(number) for number in range(size)]
    assert sorted(reached) == list(range(size))
    assert [permutation.back(number) for number in reached] == list(range(size))


@given(COUNTERS)
def test_a_number_leads_back_to_its_counter(counter: int) -> None:
    number = voucher_number(counter, OURS)
    assert len(number) == 10
    assert read_voucher_number(number) == number
    assert counter_of(number, OURS) == counter


@given(st.integers(0, NUMBERS - 1001))
def test_a_thousand_vouchers_in_a_row_tell_nothing_of_their_order(counter: int) -> None:
    issued = [int(voucher_number(counter + n, OURS)) for n in range(100)]
    assert len(set(issued)) == 100
    gaps = {after - before for before, after in pairwise(issued)}
    assert len(gaps) == 99
    assert any(gap < 0 for gap in gaps)


@given(COUNTERS, st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES).filter(lambda key: key != KEY))
def test_another_municipality_has_another_order(counter: int, key: bytes) -> None:
    numbers = range(counter, min(counter + 3, NUMBERS))
    theirs = Permutation(key)
    assert [OURS.forward(n) for n in numbers] != [theirs.forward(n) for n in numbers] or (
        len(numbers) < 3
    )


@given(COUNTERS, st.integers(0, 9), st.integers(0, 9))
def test_every_single_misread_digit_is_refused(counter: int, place: int, digit: int) -> None:
    number = voucher_number(counter, OURS)
    misread = f"{number[:place]}{digit}{number[place + 1 :]}"
    if misread == number:
        assert read_voucher_number(misread) == number
    else:
        with pytest.raises(NumberError, match="見比べて"):
            read_voucher_number(misread)


@given(COUNTERS, st.integers(0, 8))
def test_every_swap_of_neighbours_is_refused(counter: int, place: int) -> None:
    number = voucher_number(counter, OURS)
    first, second = number[place], number[place + 1]
    swapped = f"{number[:place]}{second}{first}{number[place + 2 :]}"
    if first == second:
        assert swapped == number
    else:
        with pytest.raises(NumberError):
            read_voucher_number(swapped)


def test_the_table_has_the_three_properties_the_promise_rests_on() -> None:
    digits = range(10)
    assert all(sorted(row) == list(digits) for row in DAMM)
    assert all(sorted(column) == list(digits) for column in zip(*DAMM, strict=True))
    assert all(DAMM[digit][digit] == 0 for digit in digits)
    for interim in digits:
        for x in digits:
            for y in digits:
                if DAMM[DAMM[interim][x]][y] == DAMM[DAMM[interim][y]][x]:
                    assert x == y


def test_the_published_example_of_the_check_digit() -> None:
    assert check_digit("572") == 4
    assert check_digit("5724") == 0


@pytest.mark.parametrize("text", ["", "123456789", "12345678901", "12345678a0"])
def test_what_is_not_ten_digits_is_refused_with_what_to_type(text: str) -> None:
    with pytest.raises(NumberError, match="数字10桁"):
        read_foreign_number(text)


def test_width_and_grouping_do_not_matter() -> None:
    number = voucher_number(1, OURS)
    wide = number.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert read_voucher_number(f"{wide[:3]}-{wide[3:6]} {wide[6:]}") == number


@pytest.mark.parametrize("counter", [-1, NUMBERS])
def test_a_counter_outside_is_refused(counter: int) -> None:
    with pytest.raises(ValueError, match="not among"):
        voucher_number(counter, OURS)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Permutation(b"short")
