"""The code on a one-time enrolment slip: 100 random bits a person can type from paper."""

import hashlib
import secrets
import unicodedata

# Crockford's base32: no I, L, O, U, so nothing on paper can be read two ways.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 5
READ_AS = str.maketrans("ILO", "110")


def new_code() -> str:
    """A fresh code as printed, in groups of five."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalize(typed: str) -> str:
    """What was meant by what was typed: any width, case, spacing, and look-alike letters."""
    wide = unicodedata.normalize("NFKC", typed).upper()
    return "".join(each for each in wide if each.isalnum()).translate(READ_AS)


def digest(typed: str) -> bytes:
    """What the database keeps: SHA-256. The code has 100 bits, so no slow hash is needed."""
    return hashlib.sha256(normalize(typed).encode()).digest()
