"""What a 予診票 says: the questions of its kind, and a sheet for each person."""

import msgspec

from sesshu.documents.forms import PersonName
from sesshu.documents.office import Office
from sesshu.documents.person import Person
from sesshu.documents.voucher import Voucher


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a 記入例 answers: the choice ticked, and what is written beside each detail."""

    choice: str = ""
    details: tuple[str, ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question, the choices to tick, and the details to write."""

    ask: str
    choices: tuple[str, ...]
    details: tuple[str, ...] = ()
    example: Answer = Answer()


class Consent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """文書による同意 (実施規則5条の2), and the sentence that the record goes to the ward (施行令6条の2)."""

    heading: str
    bring: str
    statement: str
    choices: tuple[str, str]
    handed_over: str
    signature: str
    lines: tuple[str, ...]


class Doctor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the doctor decides, has told, and signs."""

    judgement: str
    choices: tuple[str, str]
    told: str
    signature: str


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed alike for everybody who gets this kind of form.

    `edition` is its first day, `age` the years and months of the person of its 記入例.
    """

    code: str
    edition: str
    of_child: bool
    age: tuple[int, int]
    questions: tuple[Question, ...]
    consent: Consent
    doctor: Doctor
    reasons: tuple[str, ...]
    purpose: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The form of one dose of one person.

    `wording` names one of the document's wordings. Without a voucher the sheet has an empty frame to paste
    one into. `fee` is the class as it is printed, neutrally; `earlier` the doses already recorded; `volumes`
    what the ordinance allows, to be ticked.
    """

    wording: str
    series: str
    dose: str
    person: Person
    guardian: PersonName | None = None
    voucher: Voucher | None = None
    fee: str = ""
    earlier: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    valid_until: str = ""


class ScreeningForms(msgspec.Struct, frozen=True, kw_only=True):
    """Sheets in the order in which they are printed, one a page: A4, or A3 in large type.

    `example`: filled in as a 記入例, whose voucher is only shown as a place.
    """

    office: Office
    issued_on: str
    wordings: dict[str, Wording]
    sheets: tuple[Sheet, ...]
    large: bool = False
    example: bool = False
