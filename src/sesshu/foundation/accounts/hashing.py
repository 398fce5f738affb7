"""How staff passwords are hashed: Argon2id with the parameters OWASP advises for many sign-ins at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from sesshu.foundation.accounts.password_rules import normalize


class StaffPasswordHasher(Argon2PasswordHasher):
    """Argon2id, 46 MiB, one lane: 400 people sign in at half past eight on one machine."""

    time_cost = 2
    memory_cost = 47104
    parallelism = 1


def hashed(password: str) -> str:
    """The hash to keep, salted at random."""
    return make_password(normalize(password))


def unusable() -> str:
    """A hash that no password has: the account waits for enrolment."""
    return make_password(None)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password has this hash; takes as long when there is nothing to compare with."""
    return check_password(normalize(password), stored or "!")
