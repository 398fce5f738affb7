"""Passwords are kept as Argon2id at the price OWASP advises."""

import subprocess
import sys

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from sesshu.foundation.accounts import hashing

SECRET = "Kiku-no-hana 73 chiru"


def test_a_new_hash_is_argon2id_with_the_parameters_of_production() -> None:
    """In a process of its own: other tests make hashing cheap."""
    program = (
        "import django; django.setup()\n"
        "from sesshu.foundation.accounts import hashing\n"
        f"print(hashing.hashed({SECRET!r}))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert made.stdout.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    assert hashing.matches(SECRET, made.stdout.strip())


def test_the_same_password_has_another_hash_each_time() -> None:
    assert hashing.hashed(SECRET) != hashing.hashed(SECRET)


def test_another_password_does_not_match() -> None:
    stored = hashing.hashed(SECRET)
    assert hashing.matches(SECRET, stored)
    assert not hashing.matches(SECRET + " ", stored)
    assert not hashing.matches("", stored)


@pytest.mark.parametrize(
    "stored", [None, "", "!", hashing.unusable()], ids=["none", "empty", "mark", "unusable"]
)
def test_nothing_matches_where_there_is_no_hash(stored: str | None) -> None:
    assert not hashing.matches("", stored)
    assert not hashing.matches(stored or "!", stored)


@pytest.mark.parametrize(
    "stored", [None, "!", hashing.unusable()], ids=["none", "mark", "unusable"]
)
def test_comparing_with_nothing_computes_a_hash_all_the_same(
    stored: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = []
    real = Argon2PasswordHasher.encode

    def counted(*args: str) -> str:
        computed.append(args)
        return real(*args)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted)
    hashing.matches(SECRET, stored)
    assert len(computed) == 1
