"""A line of a list of residents."""

from dataclasses import dataclass
from datetime import date

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.ward.residents.queries import FoundResident
from sesshu.ward.residents.web import ages
from sesshu.ward.residents.web.chips import OTHER_NUMBER, Chip, chips_of, secrecy_of
from sesshu.wire.residents.codes import TITLES


@dataclass(frozen=True, slots=True)
class Row:
    """What helps to tell namesakes apart, and no more (R2)."""

    id: int
    name: str
    kana: str
    born_on: date
    age: str
    sex: str
    address: str
    chips: tuple[Chip, ...]


def row_of(
    found: FoundResident, on: date, account: SignedIn, *, has_other_number: bool = False
) -> Row:
    """The line of one resident; an address that is held back is replaced by what to do."""
    secrecy = secrecy_of(account, guarded=found.protected)
    return Row(
        id=found.id,
        name=found.name,
        kana=found.name_kana,
        born_on=found.born_on,
        age=ages.in_words(found.born_on, on),
        sex=TITLES["sex"][found.sex],
        address=secrecy.label or found.address or "",
        chips=chips_of(found.state, secrecy) + ((OTHER_NUMBER,) if has_other_number else ()),
    )
