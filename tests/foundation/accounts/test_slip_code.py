"""The code on an enrolment slip survives being typed from paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.accounts import slip_code

codes = st.text(alphabet=slip_code.ALPHABET, min_size=20, max_size=20)


def test_a_new_code_is_four_groups_of_five_and_never_the_same() -> None:
    drawn = {slip_code.new_code() for _ in range(200)}
    assert len(drawn) == 200
    assert all([len(group) for group in code.split("-")] == [5, 5, 5, 5] for code in drawn)


@given(codes)
def test_case_spaces_and_hyphens_do_not_matter(code: str) -> None:
    typed = f" {code[:5].lower()} {code[5:12]}ー{code[12:].lower()}　"
    assert slip_code.digest(typed.replace("ー", "-")) == slip_code.digest(code)


@pytest.mark.parametrize(("typed", "meant"), [("oO", "00"), ("iIlL", "1111"), ("Ａ１－ｂ", "A1B")])
def test_letters_that_look_alike_are_read_as_what_was_printed(typed: str, meant: str) -> None:
    assert slip_code.normalize(typed) == meant


@given(codes, codes)
def test_another_code_has_another_digest(one: str, other: str) -> None:
    assert (slip_code.digest(one) == slip_code.digest(other)) == (one == other)


def test_the_digest_does_not_hold_the_code() -> None:
    code = slip_code.new_code()
    assert slip_code.normalize(code).encode() not in slip_code.digest(code)
