"""Letters about vaccinations as dated data."""

from datetime import date
from pathlib import Path
from typing import Literal

from sesshu.documents.editions import Edition, edition_on
from sesshu.documents.notice.contract import Wording

FOLDER = Path(__file__).parent


class LetterEdition(Edition, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The letters from a day on."""

    letters: tuple[Wording, ...]


def wording_of(category: Literal["A", "B"], day: date, *, again: bool = False) -> Wording:
    """The letter about vaccinations of a category on a day. Raises NoEdition before the first."""
    code = f"{'again' if again else 'first'}_{category.lower()}"
    letters = edition_on(FOLDER, LetterEdition, day).letters
    return next(letter for letter in letters if letter.code == code)
