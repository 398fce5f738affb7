"""What a letter about vaccinations says, to whom, and about whom."""

import msgspec

from sesshu.documents.forms import Address, PersonName
from sesshu.documents.office import Office


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of letter: first or again, A類 (努力義務) or B類; `easy` is the same in easy Japanese."""

    code: str
    heading: str
    opening: str
    duty: str
    steps: tuple[str, ...]
    easy: str


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One vaccination: what it is, which dose, and until when it is paid for."""

    series: str
    dose: str
    until: str
    note: str = ""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a letter is about, and the vaccinations it tells of."""

    name: PersonName
    born: str
    matters: tuple[Matter, ...]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One letter, one page. `honorific` is 様 or 保護者 様; `number` the 文書番号 with its year."""

    wording: str
    address: Address
    name: PersonName
    honorific: str = "様"
    number: str = ""
    subjects: tuple[Subject, ...]


class Notices(msgspec.Struct, frozen=True, kw_only=True):
    """Letters in the order in which they are printed, with the wordings they name."""

    office: Office
    issued_on: str
    wordings: dict[str, Wording]
    letters: tuple[Letter, ...]
    large: bool = False
