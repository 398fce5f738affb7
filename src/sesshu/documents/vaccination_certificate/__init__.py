"""予防接種済証 (予防接種法施行規則4条): title, record and person in one frame, not to be taken apart."""

from enum import StrEnum
from pathlib import Path

import msgspec

from sesshu.documents.forms import Form
from sesshu.documents.office import Office
from sesshu.documents.person import Person

UNCONFIRMED = "＊"
"""Stands where the ward cannot confirm an earlier dose, so that nobody fills it in by hand."""


class Kind(StrEnum):
    """Which of the forms of 施行規則4条 it is, as its foot names it."""

    ROUTINE = "施行規則 様式第一号（定期の予防接種）"
    SPECIAL = "施行規則 様式第二号（臨時の予防接種）"
    TRAVEL = "施行規則 様式第三号（臨時の予防接種）"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A dose; every field of one that cannot be confirmed is UNCONFIRMED but series and dose."""

    series: str
    dose: str
    given_on: str
    product: str
    lot: str
    provider: str


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate of a person; `equivalent`: of doses proven later (法9条の3); `reissued`: once more."""

    kind: Kind
    number: str
    issued_on: str
    person: Person
    doses: tuple[Given, ...]
    equivalent: bool = False
    reissued: bool = False


class Certificates(msgspec.Struct, frozen=True, kw_only=True):
    """Certificates in the order in which they are printed, a page each."""

    office: Office
    certificates: tuple[Certificate, ...]


def unconfirmed(series: str, dose: str) -> Given:
    """The row of an earlier dose that the ward cannot confirm."""
    return Given(
        series=series,
        dose=dose,
        given_on=UNCONFIRMED,
        product=UNCONFIRMED,
        lot=UNCONFIRMED,
        provider=UNCONFIRMED,
    )


FORM = Form(Path(__file__).parent, Certificates, pages="certificates")
