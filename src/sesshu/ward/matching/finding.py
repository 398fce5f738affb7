"""The door for records without a usable number: whom they are about (S1.7, number-linkage §6.6)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from sesshu.foundation.walls import current_place
from sesshu.kernel.matching import Candidate, FourItems, Match, Verdict, match, match_numbered
from sesshu.ward.matching.claims import Claim, Likely, Matched
from sesshu.ward.matching.known import Person, holders_of, people_around
from sesshu.ward.residents.home import home_of

AT_A_TIME = 2_000


def match_record(claim: Claim, using: str = "default") -> Matched:
    """Whom one record is about; reads only, and writes nothing into the ledger."""
    return match_records([claim], using)[0]


def match_records(claims: Sequence[Claim], using: str = "default") -> list[Matched]:
    """Whom each record is about, in a handful of queries for every `AT_A_TIME` records.

    A number of our own paper decides if the birth date agrees and the name does not contradict; else the
    four items do. The caller keeps the readings in the ledger (`Matched.candidates`).
    """
    starts = range(0, len(claims), AT_A_TIME)
    return [
        found for start in starts for found in _matched(claims[start : start + AT_A_TIME], using)
    ]


class _Neighborhood:
    """Everybody a batch of records may be about, by number, birth date and home."""

    def __init__(self, claims: Sequence[tuple[Claim, FourItems]], home: str, using: str) -> None:
        self._by_atena, self._by_voucher = holders_of(
            {claim.atena_number for claim, _ in claims if claim.atena_number},
            {claim.voucher_number for claim, _ in claims if claim.voucher_number},
            using,
        )
        born_on = {items.born_on for _, items in claims if items.born_on}
        homes = {place.text for _, items in claims for place in items.homes}
        holders = {*self._by_atena.values(), *self._by_voucher.values()}
        people = people_around(born_on, homes, holders, home, using)
        self.people = {person.id: person for person in people}
        self._by_number = {n: one.id for one in self.people.values() for n in one.numbers}
        self._by_birth: defaultdict[date, list[int]] = defaultdict(list)
        self._by_home: defaultdict[str, list[int]] = defaultdict(list)
        for person in self.people.values():
            self._by_birth[person.born_on].append(person.id)
            for place in {place.text for place in person.items.homes}:
                self._by_home[place].append(person.id)

    def decide(self, claim: Claim, items: FourItems) -> Match:
        """The decision about one record of the batch."""
        around = [*self._around(items)]
        by_voucher = self._by_voucher.get(claim.voucher_number or "")
        number = by_voucher or self._by_atena.get(claim.atena_number or "")
        holder = self._by_number.get(number or 0)
        if holder is None:
            return match(items, around)
        person = self.people[holder]
        known = (person.id, person.items)
        return match_numbered(items, known, around, has_check_digit=by_voucher is not None)

    def _around(self, items: FourItems) -> Iterator[tuple[int, FourItems]]:
        born = self._by_birth.get(items.born_on, ()) if items.born_on else ()
        there = (number for place in items.homes for number in self._by_home.get(place.text, ()))
        return ((number, self.people[number].items) for number in {*born, *there})


def _matched(claims: Sequence[Claim], using: str) -> Iterator[Matched]:
    home = home_of(current_place().municipality)
    told = [(claim, claim.items(home)) for claim in claims]
    around = _Neighborhood(told, home, using)
    return (_told(around.decide(claim, items), around.people) for claim, items in told)


def _told(decision: Match, people: dict[int, Person]) -> Matched:
    """What whoever works with the record may see of the decision."""
    found = [(people[candidate.id], candidate) for candidate in decision.candidates]
    if decision.verdict is Verdict.PROPOSED and any(person.is_guarded for person, _ in found):
        return Matched(Verdict.PENDING, sheltered=tuple(person.id for person, _ in found))
    return Matched(decision.verdict, tuple(_likely(person, agreed) for person, agreed in found))


def _likely(person: Person, agreement: Candidate) -> Likely:
    return Likely(
        resident_id=person.id,
        atena_number=person.atena_number,
        name=person.name,
        name_kana=person.name_kana,
        sex=person.sex,
        born_on=person.born_on,
        address=person.address,
        building=person.building,
        agreement=agreement,
    )
