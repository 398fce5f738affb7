"""Passwords of staff: R1 forbids words and patterns."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.accounts.password_rules import (
    LENGTH_MAX,
    LENGTH_MIN,
    Owner,
    effort,
    faults_of,
    normalize,
)
from sesshu.foundation.accounts.web.forms import NEW_PASSWORD_HELP

OWNER = Owner(staff_number="00412345", login_id="s412345", display_name="入力担当A 世田谷")
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
typed = st.text(max_size=40)
ascii_typed = st.text(alphabet=string.ascii_letters + string.digits + "!#-_", max_size=40)


@pytest.mark.parametrize(
    "password",
    [
        "Tr4in&cloud-Kiku",
        "青い空と白い雲の下で歩く人",
        "correct-horse-battery-staple",
        "g7Rk!mQ2vZxp",
    ],
)
def test_a_long_password_that_nobody_would_try_first_is_accepted(password: str) -> None:
    assert faults_of(password, OWNER) == ()


@pytest.mark.parametrize("password", ["g7Rk!mQ2vZx", ""])
def test_a_password_shorter_than_twelve_characters_is_refused(password: str) -> None:
    assert any("12文字以上" in fault for fault in faults_of(password, OWNER))


def test_a_password_longer_than_the_longest_is_refused_without_further_work() -> None:
    assert len(faults_of("g7Rk!mQ2" * 17, OWNER)) == 1
    assert len("g7Rk!mQ2" * 17) > LENGTH_MAX


@pytest.mark.parametrize(
    "password",
    [
        "password1234!",
        "P@ssw0rdP@ssw0rd",
        "Setagaya2026!",
        "ＳｅＴａｇａｙａ２０２６！",
        "hokenjo-kenkou-2026",
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "abcdefghijklmnop",
        "lkjhgfdsapoiuytrewq",
        "987654321098",
        "aaaaaaaaaaaaaaaa",
        "x7k2x7k2x7k2",
        "sakurasakura1",
        "朝の6時に犬と川まで歩く",
    ],
)
def test_words_and_patterns_are_refused(password: str) -> None:
    assert any("単語や" in fault for fault in faults_of(password, OWNER))


@given(before=ascii_typed, after=ascii_typed)
def test_a_password_around_the_own_staff_number_is_refused(before: str, after: str) -> None:
    password = f"{before}{OWNER.staff_number}{after}"
    assert any("職員番号" in fault for fault in faults_of(password, OWNER))


@pytest.mark.parametrize("own", ["S412345", "世田谷", "入力担当a"])
def test_a_password_with_the_own_sign_in_name_or_name_is_refused(own: str) -> None:
    assert any("職員番号" in fault for fault in faults_of(f"g7Rk!mQ2vZxp{own}", OWNER))


def test_a_very_short_own_number_does_not_forbid_every_password() -> None:
    assert faults_of("g7Rk!mQ2vZxp", Owner("7", "g7", "A")) == ()


@given(typed)
def test_normalizing_twice_changes_nothing_more(password: str) -> None:
    assert normalize(normalize(password)) == normalize(password)


@given(ascii_typed)
def test_typing_in_full_width_is_judged_the_same(password: str) -> None:
    assert faults_of(password.translate(FULL_WIDTH), OWNER) == faults_of(password, OWNER)


@given(ascii_typed)
def test_upper_case_alone_does_not_make_a_refused_password_good(password: str) -> None:
    assert bool(faults_of(password.lower(), OWNER)) == bool(faults_of(password.upper(), OWNER))


@given(st.text(alphabet=string.printable, min_size=1, max_size=5), st.integers(3, 10))
def test_repeating_a_few_characters_is_a_pattern(block: str, times: int) -> None:
    assert faults_of(block * times, OWNER) != ()


@given(typed)
def test_effort_never_exceeds_the_number_of_characters(text: str) -> None:
    assert effort(text) <= len(text)


@given(typed, typed)
def test_effort_of_two_parts_never_exceeds_the_sum(left: str, right: str) -> None:
    assert effort(left + right) <= effort(left) + effort(right)


@given(ascii_typed.filter(lambda text: len(text) < LENGTH_MIN))
def test_whatever_is_too_short_is_refused(password: str) -> None:
    assert faults_of(password, OWNER) != ()


def test_the_example_on_the_form_is_no_password() -> None:
    example = NEW_PASSWORD_HELP.partition("例）")[2]
    assert len(example) >= LENGTH_MIN
    assert faults_of(example, OWNER) != ()
