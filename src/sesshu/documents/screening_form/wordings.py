"""予診票 as dated data: which questions a kind of form asks, and what its consent says."""

from datetime import date
from pathlib import Path

import msgspec

from sesshu.documents.editions import Edition, edition_on
from sesshu.documents.screening_form.contract import Consent, Doctor, Question, Wording

FOLDER = Path(__file__).parent


class NoSuchForm(LookupError):
    """A series that has no form in the edition of that day."""


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of form: the series it serves, whose consent it takes, and its questions in order.

    `alone`: for a child of thirteen or more who comes without a guardian.
    """

    code: str
    age: tuple[int, int]
    series: tuple[str, ...]
    consent: str
    questions: tuple[str, ...]
    alone: bool = False


class FormEdition(Edition, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All kinds of form from a day on."""

    questions: dict[str, Question]
    reasons: tuple[str, ...]
    doctor: Doctor
    purpose: str
    consents: dict[str, Consent]
    forms: tuple[Kind, ...]


def wording_of(series: str, day: date, *, alone: bool = False) -> Wording:
    """The form of a series on a day, or of a child alone.

    Raises NoSuchForm where there is none, NoEdition before the first.
    """
    edition = edition_on(FOLDER, FormEdition, day)
    for kind in edition.forms:
        if series in kind.series and kind.alone == alone:
            return _wording(edition, kind)
    raise NoSuchForm(f"{series} の予診票の様式（{edition.effective_from}から）はありません。")


def has_form(series: str, day: date, *, alone: bool = False) -> bool:
    """Whether there is a form of a series on a day. Raises NoEdition before the first."""
    kinds = edition_on(FOLDER, FormEdition, day).forms
    return any(series in kind.series and kind.alone == alone for kind in kinds)


def _wording(edition: FormEdition, kind: Kind) -> Wording:
    return Wording(
        code=kind.code,
        edition=edition.effective_from.isoformat(),
        age=kind.age,
        of_child=kind.consent in {"guardian", "alone"},
        questions=tuple(edition.questions[question] for question in kind.questions),
        consent=edition.consents[kind.consent],
        doctor=edition.doctor,
        reasons=edition.reasons,
        purpose=edition.purpose.strip(),
    )
