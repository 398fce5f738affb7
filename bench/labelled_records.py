"""Records of vaccinations without a usable number, each with the resident it is truly about.

Every class of error of the reference (number-linkage §6.6) is planted on people of a fictional register; the
people the register lacks, holds twice or hides are planted, too.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sesshu.kernel.matching import FourItems, four_items
from sesshu.kernel.variants import fold_variants
from sesshu.outside.registry import Ward
from sesshu.outside.registry.population import population
from sesshu.ward.residents.home import home_of

_COLUMNS = ["name", "name_kana", "alias", "alias_kana", "sex", "birth_on", "address", "building"]
_TWIN_OF = {"太": "大", "子": "香", "美": "実", "介": "助", "樹": "希", "斗": "人", "奈": "菜"}
_FULL_TO_HALF = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as the register or a record tells; None where it does not."""

    name: str | None
    name_kana: str | None
    alias: str | None
    alias_kana: str | None
    sex: str | None
    birth_on: date | None
    address: str | None
    building: str | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record, the class of its error, and whom it is about: every number the register has for them."""

    error: str
    about: frozenset[int]
    told: Somebody


class Register:
    """The people of a fictional ward, found by birth date and by home as matching asks for them."""

    def __init__(self, ward: Ward) -> None:
        self.home = home_of(ward.code)
        self.people: list[Somebody] = []
        self._keys: list[FourItems] = []
        self._by_birth: dict[date, list[int]] = {}
        self._by_home: dict[str, list[int]] = {}
        for block in population(ward):
            for row in block.select(_COLUMNS).iter_rows():
                self.add(Somebody(*row))

    def add(self, person: Somebody, told: Somebody | None = None) -> int:
        """Enter a person, as `told` where the register shows less than there is; the number given to them."""
        number, keys = len(self.people), self.keys(told or person)
        self.people.append(person)
        self._keys.append(keys)
        if keys.born_on:
            self._by_birth.setdefault(keys.born_on, []).append(number)
        for home in keys.homes:
            self._by_home.setdefault(home.text, []).append(number)
        return number

    def keys(self, person: Somebody) -> FourItems:
        """The keys of a person of the register or of a record."""
        homes = [(person.address, person.building)] if person.address else []
        return four_items(
            [person.name, person.alias],
            [person.name_kana, person.alias_kana],
            person.sex,
            person.birth_on,
            homes,
            self.home,
        )

    def around(self, claim: FourItems) -> Iterator[tuple[int, FourItems]]:
        """Everybody born on that day or living there."""
        born = self._by_birth.get(claim.born_on, ()) if claim.born_on else ()
        there = (number for home in claim.homes for number in self._by_home.get(home.text, ()))
        return ((number, self._keys[number]) for number in {*born, *there})


def labelled(register: Register, count: int, strangers: Ward) -> Iterator[Labelled]:
    """`count` records, a class after the other; `strangers` are people the register lacks."""
    chance = random.Random(131121)
    outside = (Somebody(*r) for b in population(strangers) for r in b.select(_COLUMNS).iter_rows())
    residents = len(register.people)
    for number in range(count):
        error = CLASSES[number % len(CLASSES)]
        person = register.people[chance.randrange(residents)]
        if error == "stranger":
            yield Labelled(error, frozenset(), next(outside))
        elif error in PLANTED:
            yield Labelled(error, *PLANTED[error](register, person, chance))
        else:
            at = chance.randrange(residents)
            told = TOLD[error](register.people[at], chance)
            yield Labelled(error, frozenset({at}), told)


def _as_it_is(person: Somebody, _: random.Random) -> Somebody:
    return person


def _plainly_written(person: Somebody, _: random.Random) -> Somebody:
    return replace(person, name=fold_variants(person.name or ""))


def _address_in_short(person: Somebody, _: random.Random) -> Somebody:
    short = (person.address or "").translate(_FULL_TO_HALF)
    for word in ("丁目", "番地", "番"):
        short = short.replace(word, "-")
    return replace(person, address=short.removesuffix("号").removesuffix("-"), building=None)


def _married(person: Somebody, chance: random.Random) -> Somebody:
    family, kana = chance.choice(
        [("井之口", "イノクチ"), ("百目鬼", "ドウメキ"), ("四十物", "アイモノ")]
    )
    given, heard = _given(person.name), _given(person.name_kana)
    return replace(person, name=f"{family}　{given}", name_kana=f"{kana}　{heard}")


def _by_alias(person: Somebody, _: random.Random) -> Somebody:
    if not person.alias:
        return person
    return replace(
        person, name=person.alias, name_kana=person.alias_kana, alias=None, alias_kana=None
    )


def _kana_only(person: Somebody, _: random.Random) -> Somebody:
    return replace(person, name=None, alias=None)


def _kana_mistyped(person: Somebody, chance: random.Random) -> Somebody:
    kana = person.name_kana or ""
    at = chance.randrange(len(kana))
    return replace(person, name_kana=kana[:at] + kana[at + 1 :])


def _wrong_era(person: Somebody, _: random.Random) -> Somebody:
    born_on = person.birth_on
    if born_on is None or (born_on.month, born_on.day) == (2, 29):
        return person
    shift = 30 if born_on.year >= 1989 else -30
    return replace(person, birth_on=born_on.replace(year=born_on.year + shift - (shift < 0) * 33))


def _day_misread(person: Somebody, _: random.Random) -> Somebody:
    born_on = person.birth_on
    return replace(person, birth_on=born_on and born_on.replace(day=1 + born_on.day % 28))


def _moved(person: Somebody, chance: random.Random) -> Somebody:
    return replace(
        person, address=f"世田谷区砧{chance.randint(1, 8)}丁目{chance.randint(1, 40)}番99号"
    )


def _wrong_sex(person: Somebody, _: random.Random) -> Somebody:
    return replace(person, sex="1" if person.sex == "2" else "2")


def _without_sex(person: Somebody, _: random.Random) -> Somebody:
    return replace(person, sex=None)


def _twin(person: Somebody) -> Somebody:
    """Born on the same day, of the same sex, living there, with a name that sounds the same."""
    name = person.name or ""
    other = name[:-1] + _TWIN_OF.get(name[-1:], "衣" if name.endswith("依") else "依")
    return replace(person, name=other, alias=None)


def _of_twins(
    register: Register, person: Somebody, _: random.Random
) -> tuple[frozenset[int], Somebody]:
    twin = _twin(person)
    return frozenset({register.add(twin)}), twin


def _of_a_missing_twin(
    register: Register, person: Somebody, _: random.Random
) -> tuple[frozenset[int], Somebody]:
    return frozenset(), _twin(person)


def _of_father_and_son(
    register: Register, person: Somebody, _: random.Random
) -> tuple[frozenset[int], Somebody]:
    born_on = person.birth_on or date(1990, 1, 1)
    son = replace(
        _twin(person), birth_on=date(born_on.year + 28, born_on.month, 1 + born_on.day % 28)
    )
    return frozenset({register.add(son)}), son


def _registered_twice(
    register: Register, person: Somebody, _: random.Random
) -> tuple[frozenset[int], Somebody]:
    again = replace(person, address=f"世田谷区宮坂9丁目99番{len(register.people)}号", building=None)
    first, second = register.add(again), register.add(again)
    return frozenset({first, second}), again


def _hidden(
    register: Register, person: Somebody, _: random.Random
) -> tuple[frozenset[int], Somebody]:
    guarded = replace(_twin(person), address="世田谷区喜多見9丁目98番97号")
    shown = replace(guarded, address=None, building=None)
    return frozenset({register.add(guarded, told=shown)}), guarded


def _given(name: str | None) -> str:
    return (name or "").split("　")[-1]


Told = Callable[[Somebody, random.Random], Somebody]
TOLD: Mapping[str, Told] = {
    "none": _as_it_is,
    "plain kanji": _plainly_written,
    "short address": _address_in_short,
    "married": _married,
    "alias": _by_alias,
    "kana only": _kana_only,
    "kana mistyped": _kana_mistyped,
    "wrong era": _wrong_era,
    "day misread": _day_misread,
    "moved within the ward": _moved,
    "wrong sex": _wrong_sex,
    "sex not told": _without_sex,
}
Planted = Callable[[Register, Somebody, random.Random], tuple[frozenset[int], Somebody]]
PLANTED: Mapping[str, Planted] = {
    "twins": _of_twins,
    "twin not registered": _of_a_missing_twin,
    "father and son": _of_father_and_son,
    "registered twice": _registered_twice,
    "protected": _hidden,
}
CLASSES: tuple[str, ...] = (*TOLD, *PLANTED, "stranger")
__all__: Any = ["CLASSES", "Labelled", "Register", "Somebody", "labelled"]
