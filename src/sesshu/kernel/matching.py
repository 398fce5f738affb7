"""Whom a record without a usable number is about, by 氏名, 性別, 生年月日, 住所 (S1.7, number-linkage §6.6).

Only strict keys decide. Whatever agrees merely loosely, or agrees with two people, is proposed to a person:
a wrong match puts a dose on somebody else's record, and nobody looks for it there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from rapidfuzz.distance import DamerauLevenshtein

from sesshu.kernel.addresses import AddressKey, address_key, building_key
from sesshu.kernel.eras import ERAS
from sesshu.kernel.names import (
    name_parts,
    strict_kana_key,
    voiceless_kana_key,
    written_name_key,
)

_ITEMS_OF_A_CANDIDATE, _EQUAL_ITEMS_OF_A_CANDIDATE = 3, 2
_WEIGHTS = {"name": 4, "birth": 3, "home": 2, "sex": 1}
_SHORTEST_TO_MISTYPE = 4


class Agreement(IntEnum):
    """How far two sides agree in one item. `UNKNOWN`: one side does not tell it."""

    DIFFERENT = 0
    UNKNOWN = 1
    ALIKE = 2
    EQUAL = 3


class Verdict(StrEnum):
    """What may be done with a record: taken for that person, shown to somebody, or kept for later."""

    SAME = "same"
    PROPOSED = "proposed"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class FourItems:
    """A person by the four items, as keys; a set holds every form that is on record, none if unknown."""

    names: frozenset[str]
    readings: frozenset[str]
    sounds: frozenset[str]
    given_sounds: frozenset[str]
    sex: str | None
    born_on: date | None
    homes: frozenset[AddressKey]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a record may be about, with the agreement of each item."""

    id: int
    name: Agreement
    birth: Agreement
    home: Agreement
    sex: Agreement

    @property
    def score(self) -> int:
        """Higher is likelier; at most 30."""
        return sum(weight * getattr(self, item) for item, weight in _WEIGHTS.items())

    @property
    def is_equal_in_all(self) -> bool:
        """Name, birth and home equal; the sex too, if both sides tell it."""
        certain = self.name == self.birth == self.home == Agreement.EQUAL
        return certain and self.sex in (Agreement.EQUAL, Agreement.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Match:
    """The decision; `candidates` likeliest first, a single one where the verdict is `SAME`."""

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()


def four_items(
    names: Iterable[str | None],
    readings: Iterable[str | None],
    sex: str | None,
    born_on: date | None,
    addresses: Iterable[tuple[str, str | None]],
    home: str,
) -> FourItems:
    """The keys of a person; `addresses` come with their 方書, `home` is that of `address_key`."""
    kana = [reading for reading in readings if reading]
    return FourItems(
        names=frozenset(written_name_key(name) for name in names if name),
        readings=frozenset(strict_kana_key(reading) for reading in kana),
        sounds=frozenset(voiceless_kana_key(reading) for reading in kana),
        given_sounds=frozenset(_given_sound(reading) for reading in kana),
        sex=sex,
        born_on=born_on,
        homes=frozenset(_home_key(address, building, home) for address, building in addresses),
    )


def match(claim: FourItems, known: Iterable[tuple[int, FourItems]]) -> Match:
    """Compare a record with those who share its birth date or its home, whom `known` has to hold.

    Cases E to H of the reference: one person equal in everything and nobody near who could be mistaken for
    them (a twin, a namesake) is the same; other agreements in three items are proposed; less is pending.
    """
    around = [compared(claim, number, person) for number, person in known if _may_be(claim, person)]
    equal = [found for found in around if found.is_equal_in_all]
    if len(equal) == 1 and not any(_is_near(other) for other in around if other not in equal):
        return Match(Verdict.SAME, (equal[0],))
    likely = sorted(filter(_is_candidate, around), key=lambda found: (-found.score, found.id))
    return Match(Verdict.PROPOSED if likely else Verdict.PENDING, tuple(likely))


def match_numbered(
    claim: FourItems,
    holder: tuple[int, FourItems],
    known: Iterable[tuple[int, FourItems]],
    *,
    has_check_digit: bool,
) -> Match:
    """Compare a record with the holder of the number on it, which is one of our own paper.

    Case D of the reference: the number and the birth date decide, unless the name is another. A number that
    nothing guards against a slip of the hand decides only with the very same name: twins are numbered one
    after the other. Whatever speaks against the holder makes it a proposal, beside everybody whom the four
    items bring up.
    """
    found = compared(claim, *holder)
    needed = Agreement.UNKNOWN if has_check_digit else Agreement.EQUAL
    if found.birth == Agreement.EQUAL and found.name >= needed:
        return Match(Verdict.SAME, (found,))
    others = match(claim, known).candidates
    return Match(Verdict.PROPOSED, (found, *(other for other in others if other.id != found.id)))


def compared(claim: FourItems, number: int, person: FourItems) -> Candidate:
    """How far a record and a person, whose number is `number`, agree in each item."""
    return Candidate(
        number,
        name=_names(claim, person),
        birth=_births(claim.born_on, person.born_on),
        home=_homes(claim.homes, person.homes),
        sex=_sexes(claim.sex, person.sex),
    )


def _may_be(claim: FourItems, person: FourItems) -> bool:
    """Whether name, or birth date and home, agree at all: of a house of hundreds, few are worth more."""
    if claim.born_on == person.born_on and _homes(claim.homes, person.homes) >= Agreement.ALIKE:
        return True
    return _names(claim, person) != Agreement.DIFFERENT


def _is_near(other: Candidate) -> bool:
    """Born on the same day and living there too, or called much the same: a twin or a namesake."""
    if other.birth != Agreement.EQUAL:
        return False
    return max(other.home, other.name) >= Agreement.ALIKE


def _is_candidate(found: Candidate) -> bool:
    items = (found.name, found.birth, found.home, found.sex)
    agreeing = sum(item >= Agreement.ALIKE for item in items)
    equal = sum(item == Agreement.EQUAL for item in items)
    return agreeing >= _ITEMS_OF_A_CANDIDATE and equal >= _EQUAL_ITEMS_OF_A_CANDIDATE


def _names(claim: FourItems, person: FourItems) -> Agreement:
    """Equal: the name as written and the reading, where both sides tell one; a reading alone never is."""
    if not (claim.names or claim.readings):
        return Agreement.UNKNOWN
    written, heard = claim.names & person.names, claim.readings & person.readings
    if written and (heard or not claim.readings or not person.readings):
        return Agreement.EQUAL
    if written or claim.sounds & person.sounds or claim.given_sounds & person.given_sounds:
        return Agreement.ALIKE
    return _mistyped(claim.readings, person.readings)


def _mistyped(one: frozenset[str], other: frozenset[str]) -> Agreement:
    """A letter missing, wrong, too many, or two exchanged, in a name long enough to tell."""
    close = any(
        DamerauLevenshtein.distance(left, right, score_cutoff=1) <= 1
        for left in one
        for right in other
        if min(len(left), len(right)) >= _SHORTEST_TO_MISTYPE
    )
    return Agreement.ALIKE if close else Agreement.DIFFERENT


def _births(one: date | None, other: date | None) -> Agreement:
    if one is None or other is None:
        return Agreement.UNKNOWN
    if one == other:
        return Agreement.EQUAL
    return (
        Agreement.ALIKE if _wrong_era(one, other) or _misread(one, other) else Agreement.DIFFERENT
    )


def _wrong_era(one: date, other: date) -> bool:
    """The same year number, month and day in another era (昭和, 平成, 令和)."""
    if (one.month, one.day) != (other.month, other.day):
        return False
    shifts = {abs(a.first_year - b.first_year) for a in ERAS for b in ERAS if a is not b}
    return abs(one.year - other.year) in shifts


def _misread(one: date, other: date) -> bool:
    """One digit wrong, or two neighbors exchanged, as read from handwriting."""
    return DamerauLevenshtein.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", score_cutoff=1) <= 1


def _homes(one: frozenset[AddressKey], other: frozenset[AddressKey]) -> Agreement:
    """Equal: town and lot, and the 方書 where both sides tell one."""
    if not one or not other:
        return Agreement.UNKNOWN
    if not one.isdisjoint(other):
        return Agreement.EQUAL
    return max(_home(left, right) for left in one for right in other)


def _home(left: AddressKey, right: AddressKey) -> Agreement:
    if left.place != right.place or left.lot != right.lot:
        return Agreement.DIFFERENT
    same_building = not left.building or not right.building or left.building == right.building
    return Agreement.EQUAL if left.lot and same_building else Agreement.ALIKE


def _sexes(one: str | None, other: str | None) -> Agreement:
    if one is None or other is None:
        return Agreement.UNKNOWN
    return Agreement.EQUAL if one == other else Agreement.DIFFERENT


def _given_sound(reading: str) -> str:
    """The last part of a reading as it sounds: what stays when somebody marries."""
    parts = name_parts(reading)
    return voiceless_kana_key(parts[-1]) if parts else ""


def _home_key(address: str, building: str | None, home: str) -> AddressKey:
    key = address_key(address, home)
    return AddressKey(key.place, key.lot, building_key(building)) if building else key
