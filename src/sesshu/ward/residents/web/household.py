"""A household in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.ward.residents.queries import HouseholdMember
from sesshu.ward.residents.web import ages
from sesshu.ward.residents.web.chips import Chip, chips_of, secrecy_of
from sesshu.wire.residents.codes import TITLES, relationship_title


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a household as the list shows them."""

    id: int
    name: str
    kana: str
    relationship: str
    born_on: date
    age: str
    sex: str
    chips: tuple[Chip, ...]


def members_of(household: Iterable[HouseholdMember], on: date, account: SignedIn) -> list[Member]:
    """The members in the order of the register."""
    return [_member(each, on, account) for each in household]


def _member(each: HouseholdMember, on: date, account: SignedIn) -> Member:
    return Member(
        id=each.id,
        name=each.name,
        kana=each.name_kana,
        relationship=relationship_title(each.relationship or ""),
        born_on=each.birth_on,
        age=ages.in_words(each.birth_on, on),
        sex=TITLES["sex"][each.sex],
        chips=chips_of(each.status, secrecy_of(account, guarded=each.is_guarded)),
    )
