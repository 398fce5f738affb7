"""Letters as dated data."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from sesshu.documents.notice.contract import Wording

FOLDER = Path(__file__).parent


class NoSuchLetter(LookupError):
    """No letter of this kind on that day."""


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All letters from a day on; `verify` names what is still to be checked."""

    effective_from: date
    source: str
    verify: tuple[str, ...]
    letters: tuple[Wording, ...]


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition, the earliest first."""
    texts = (file.read_bytes() for file in sorted(FOLDER.glob("*.yaml")))
    return tuple(msgspec.yaml.decode(text, type=Edition) for text in texts)


def wording_of(category: Literal["A", "B"], day: date, *, again: bool = False) -> Wording:
    """The letter about vaccinations of a category on a day. Raises NoSuchLetter before the first edition."""
    code = f"{'again' if again else 'first'}_{category.lower()}"
    for edition in reversed(editions()):
        if edition.effective_from <= day:
            return next(letter for letter in edition.letters if letter.code == code)
    raise NoSuchLetter(f"{day} の通知文は、登録されていません。")
