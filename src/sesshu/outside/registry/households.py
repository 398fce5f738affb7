"""Who lives with whom: families with children, couples, singles, following the ages of a large Tokyo ward."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sesshu.outside.registry.columns import Days, Flags

_YEAR = 365.2425
_ADULT, _PARENT_OF_YOUNG, _OLDEST = 18, 28, 104
_SIBLINGS = (0.48, 0.42, 0.10)
_SHARE_OF_TWINS = 0.011
_SHARE_OF_LONE_MOTHERS, _SHARE_OF_LONE_FATHERS = 0.07, 0.01
_SHARE_IN_COUPLES = 0.60
_SHARE_OF_BOYS = 0.512
_SHARE_OF_WOMEN_ALONE = 0.56

# Residents by first year of age of each class, in the shares of a ward of 920,000: about 6,000
# births a year and 190,000 people of 65 and more.
_AGES = (0, 1, 3, 6, 10, 15, 20, 25, 35, 45, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, _OLDEST + 1)
_A_YEAR = (
    6000, 6200, 6600, 7000, 7200, 6900, 9600, 13900, 13500, 15000, 13600, 10900,
    8700, 8800, 8400, 6000, 3800, 1800, 470, 20,
)  # fmt: skip
# Of the children of an age, how many have a younger brother or sister already.
_HAVE_YOUNGER = (0.0, 0.02, 0.12, 0.25, 0.33, 0.38, 0.41) + (0.42,) * 11

HEAD, SPOUSE, CHILD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Persons:
    """People, household by household, the head first: number of the household, day of birth, sex, role."""

    household: NDArray[np.int64]
    born: Days
    is_female: Flags
    role: NDArray[np.int64]

    def at(self, which: NDArray[np.int64] | slice) -> "Persons":
        """Some of these people, in that order."""
        return Persons(
            self.household[which], self.born[which], self.is_female[which], self.role[which]
        )

    def beside(self, others: "Persons") -> "Persons":
        """These people and then the others."""
        return Persons(
            np.concatenate([self.household, others.household]),
            np.concatenate([self.born, others.born]),
            np.concatenate([self.is_female, others.is_female]),
            np.concatenate([self.role, others.role]),
        )


def households(residents: int, today: int, chance: np.random.Generator) -> Persons:
    """`residents` people in households; `today` in days since 1970."""
    families = _families(residents, today, chance)
    others = _grown_ups(max(0, residents - len(families.born)), families, today, chance)
    return families.beside(others).at(slice(residents))


def yearly_residents() -> NDArray[np.float64]:
    """Share of each year of age, from 0 to the oldest."""
    counts = np.repeat(np.array(_A_YEAR, dtype=np.float64), np.diff(_AGES))
    return counts / float(counts.sum())


def _families(residents: int, today: int, chance: np.random.Generator) -> Persons:
    youngest_share = yearly_residents()[:_ADULT] * (1 - np.array(_HAVE_YOUNGER))
    count = round(residents * float(youngest_share.sum()))
    age = chance.choice(_ADULT, count, p=youngest_share / youngest_share.sum())
    youngest = _born(age, today, chance)
    children = 1 + chance.choice(len(_SIBLINGS), count, p=_SIBLINGS)
    born, family = _siblings(youngest, children, chance)
    eldest = born[np.cumsum(children) - 1]
    mother = eldest - (np.clip(chance.normal(31, 4.5, count), 18, 44) * _YEAR).astype(np.int64)
    father = mother - (np.clip(chance.normal(1.8, 3.5, count), -6, 15) * _YEAR).astype(np.int64)
    alone = chance.random(count)
    has_mother = alone >= _SHARE_OF_LONE_FATHERS
    has_father = ~has_mother | (alone >= _SHARE_OF_LONE_FATHERS + _SHARE_OF_LONE_MOTHERS)
    father = np.minimum(father, eldest - int(18 * _YEAR))
    return _family_members(family, born, mother, father, has_mother, has_father, chance)


def _siblings(
    youngest: Days, children: NDArray[np.int64], chance: np.random.Generator
) -> tuple[Days, NDArray[np.int64]]:
    """Children of every family, youngest first: two to five years between them, or none for twins."""
    family = np.repeat(np.arange(len(youngest)), children)
    first = np.cumsum(children) - children
    gap = chance.integers(500, 1_900, len(family))
    gap[chance.random(len(family)) < _SHARE_OF_TWINS] = 0
    gap[first] = 0
    summed = np.cumsum(gap)
    return youngest[family] - (summed - summed[first][family]), family


def _family_members(
    family: NDArray[np.int64],
    born: Days,
    mother: Days,
    father: Days,
    has_mother: Flags,
    has_father: Flags,
    chance: np.random.Generator,
) -> Persons:
    count = len(mother)
    ids = np.arange(count)
    member = np.concatenate([ids[has_father], ids[has_mother], family])
    days = np.concatenate([father[has_father], mother[has_mother], born])
    girls = chance.random(len(born)) >= _SHARE_OF_BOYS
    is_female = np.concatenate(
        [np.zeros(has_father.sum(), bool), np.ones(has_mother.sum(), bool), girls]
    )
    mother_role = np.where(has_father[has_mother], SPOUSE, HEAD)
    role = np.concatenate([np.full(has_father.sum(), HEAD), mother_role, np.full(len(born), CHILD)])
    return Persons(member, days, is_female, role).at(np.lexsort((days, role, member)))


def _grown_ups(count: int, families: Persons, today: int, chance: np.random.Generator) -> Persons:
    """Couples and singles, in the ages that the families leave open."""
    total = count + len(families.born)
    taken = np.bincount(_age(families.born, today), minlength=_OLDEST + 1)[: _OLDEST + 1]
    missing = np.clip(yearly_residents() * total - taken, 0, None)
    missing[:_ADULT] = 0
    ages = chance.choice(_OLDEST + 1, count, p=missing / missing.sum())
    born = np.sort(_born(ages, today, chance))
    in_couple = (chance.random(count) < _SHARE_IN_COUPLES) & (_age(born, today) >= _PARENT_OF_YOUNG)
    couple_at = np.flatnonzero(in_couple)
    couple_at = couple_at[: len(couple_at) // 2 * 2]
    return _paired(born, couple_at, int(families.household.max(initial=-1)) + 1, chance)


def _paired(
    born: Days, couple_at: NDArray[np.int64], first_household: int, chance: np.random.Generator
) -> Persons:
    """Neighbors in age among `couple_at` share a household, husband and wife; everybody else lives alone."""
    household = np.arange(len(born)) + first_household
    is_female = chance.random(len(born)) < _SHARE_OF_WOMEN_ALONE
    role = np.full(len(born), HEAD)
    head, spouse = couple_at[0::2], couple_at[1::2]
    household[spouse] = household[head]
    is_female[head], is_female[spouse] = False, True
    role[spouse] = SPOUSE
    return Persons(household, born, is_female, role).at(np.lexsort((role, household)))


def _born(ages: NDArray[np.int64], today: int, chance: np.random.Generator) -> Days:
    return today - ((ages + chance.random(len(ages))) * _YEAR).astype(np.int64)


def _age(born: Days, today: int) -> NDArray[np.int64]:
    return np.clip(((today - born) / _YEAR).astype(np.int64), 0, _OLDEST)
