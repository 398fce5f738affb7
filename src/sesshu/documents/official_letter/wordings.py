"""Official letters as dated data."""

from datetime import date
from pathlib import Path
from typing import Literal

from sesshu.documents.editions import Edition, edition_on
from sesshu.documents.official_letter.contract import Wording

FOLDER = Path(__file__).parent
Kind = Literal["request", "reply", "report", "paid", "unpaid", "order"]


class LetterEdition(Edition, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The letters from a day on."""

    letters: dict[str, Wording]


def wording_of(kind: Kind, day: date) -> Wording:
    """A kind of letter on a day. Raises NoEdition before the first."""
    return edition_on(FOLDER, LetterEdition, day).letters[kind]
