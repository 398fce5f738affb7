"""TOTP as RFC 6238 tells it, with its own test vectors."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.accounts import totp

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_rfc_6238_appendix_b_hold(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.matching_step(RFC_SECRET, code, at) == seconds // 30


@given(instants, st.sampled_from([-30, 0, 30]))
def test_a_code_one_step_off_is_accepted_and_names_its_own_step(at: datetime, off: int) -> None:
    code = totp.code_at(RFC_SECRET, at + timedelta(seconds=off))
    step = totp.matching_step(RFC_SECRET, code, at)
    assert step is not None
    assert totp.code_at(RFC_SECRET, datetime.fromtimestamp(step * 30, UTC)) == code


@pytest.mark.parametrize("off", [-90, -61, 60, 90])
def test_a_code_two_steps_off_is_refused(off: int) -> None:
    code = totp.code_at(RFC_SECRET, NOON + timedelta(seconds=off))
    assert totp.matching_step(RFC_SECRET, code, NOON) is None


def test_a_code_typed_in_full_width_with_a_space_is_accepted() -> None:
    code = totp.code_at(RFC_SECRET, NOON)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert totp.matching_step(RFC_SECRET, f"{wide[:3]}　{wide[3:]}", NOON) is not None


@given(st.text(max_size=12))
def test_no_text_that_is_not_the_code_is_accepted(typed: str) -> None:
    near = {totp.code_at(RFC_SECRET, NOON + timedelta(seconds=off)) for off in (-30, 0, 30)}
    found = totp.matching_step(RFC_SECRET, typed, NOON)
    assert found is None or typed.strip() in near


def test_every_secret_is_new_and_has_160_bits() -> None:
    drawn = {totp.new_secret() for _ in range(50)}
    assert len(drawn) == 50
    assert all(len(base64.b32decode(secret)) == 20 for secret in drawn)


def test_the_uri_for_the_app_names_the_account_and_the_place() -> None:
    uri = totp.enrolment_uri(RFC_SECRET, "s412345", "世田谷区")
    assert uri.startswith("otpauth://totp/")
    assert "s412345" in uri
    assert f"secret={RFC_SECRET}" in uri
