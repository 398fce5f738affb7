"""Official letters as dated data."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from sesshu.documents.official_letter.contract import Wording

FOLDER = Path(__file__).parent
Kind = Literal["request", "report", "paid", "unpaid"]


class NoSuchLetter(LookupError):
    """No letter of this kind on that day."""


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All letters from a day on; `verify` names what is still to be checked."""

    effective_from: date
    source: str
    verify: tuple[str, ...]
    letters: dict[str, Wording]


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition, the earliest first."""
    texts = (file.read_bytes() for file in sorted(FOLDER.glob("*.yaml")))
    return tuple(msgspec.yaml.decode(text, type=Edition) for text in texts)


def wording_of(kind: Kind, day: date) -> Wording:
    """A kind of letter on a day. Raises NoSuchLetter before the first edition."""
    for edition in reversed(editions()):
        if edition.effective_from <= day:
            return edition.letters[kind]
    raise NoSuchLetter(f"{day} の文書の文面は、登録されていません。")
