"""同じ人かもしれない宛名: who stands in the register twice, as far as name and birth date tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import ClassVar, NamedTuple

from sesshu.foundation.runs import Chunk, ChunkPlan, Job, Outcome, Plan, Run, job
from sesshu.foundation.walls import current_place
from sesshu.kernel.matching import compared
from sesshu.ward.matching.known import Person, people
from sesshu.ward.matching.operations import DUPLICATES, PURPOSE
from sesshu.ward.residents.home import home_of
from sesshu.ward.residents.intake import bulk

JOBS = "jobs"
FEWEST_AT_A_TIME = 20_000
BORN = """
SELECT birth_on, count(*) FROM resident_search GROUP BY birth_on ORDER BY birth_on
"""
BORN_BETWEEN = "SELECT resident_id FROM resident_search WHERE birth_on BETWEEN %s AND %s"
FORGET = "DELETE FROM likely_pair WHERE first_id = ANY (%s)"
KEEP = """
INSERT INTO likely_pair (first_id, second_id, score, run_id) SELECT *, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::integer[])
"""


class Likely(NamedTuple):
    """Two 宛名, the lower id first, with the score of `Candidate`."""

    first: int
    second: int
    score: int


@job(DUPLICATES, system="ward", title="同じ人かもしれない宛名の調査", purpose=PURPOSE)
class FindDuplicates(Job):
    """A chunk is a stretch of birth dates; what it finds replaces what was found of those people before."""

    result_page: ClassVar = "likely-pairs"
    labels: ClassVar = {"residents": "調べた住民", "pairs": "同じ人かもしれない宛名"}

    def plan(self, run: Run) -> Plan:
        """Cut the birth dates into stretches of about as many people."""
        return Plan(_stretches(bulk.rows(BORN, [])))

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Find the pairs among those born in a stretch."""
        between = [date.fromisoformat(chunk.spec[end]) for end in ("from", "until")]
        residents = [number for (number,) in bulk.rows(BORN_BETWEEN, between)]
        home = home_of(current_place().municipality)
        found = sorted(likely_among(people(residents, home, JOBS)))
        bulk.execute(FORGET, [residents])
        if found:
            bulk.execute(KEEP, [run.id, *map(list, zip(*found, strict=True))])
        members = sorted({number for pair in found for number in pair[:2]})
        return Outcome({"residents": len(residents), "pairs": len(found)}, members)


def likely_among(persons: Iterable[Person]) -> set[Likely]:
    """Whoever was born on one day and is written or read the same; sex and home tell how likely it is."""
    alike: defaultdict[tuple[date, str], list[Person]] = defaultdict(list)
    for person in persons:
        for name in person.items.names | person.items.readings:
            alike[person.born_on, name].append(person)
    return {
        _likely(one, other)
        for namesakes in alike.values()
        for one, other in combinations(namesakes, 2)
    }


def _likely(one: Person, other: Person) -> Likely:
    first, second = sorted((one.id, other.id))
    return Likely(first, second, compared(one.items, other.id, other.items).score)


def _stretches(born: Iterable[tuple[date, int]]) -> Iterator[ChunkPlan]:
    days: list[date] = []
    size = 0
    for day, people_of_day in born:
        days.append(day)
        size += people_of_day
        if size >= FEWEST_AT_A_TIME:
            yield _stretch(days, size)
            days, size = [], 0
    if days:
        yield _stretch(days, size)


def _stretch(days: list[date], size: int) -> ChunkPlan:
    return ChunkPlan(size, {"from": days[0].isoformat(), "until": days[-1].isoformat()})
