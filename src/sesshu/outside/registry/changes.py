"""What happens to a fictional ward on one day, as rows of a difference file."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from sesshu.outside.registry.names import family_names, given_names
from sesshu.outside.registry.numbering import atena_numbers, block_of_day
from sesshu.outside.registry.people import block_rows, household_rows
from sesshu.outside.registry.rows import closing_of_books
from sesshu.outside.registry.towns import municipality_name, places
from sesshu.outside.registry.ward import (
    DAYS_BEFORE_A_HOUSEHOLD_CHANGES_AGAIN,
    Ward,
    days_since_epoch,
)
from sesshu.wire.residents.codes import (
    Protection,
    Sex,
    Status,
    TransactionClass,
    TransactionReason,
    class_of,
)
from sesshu.wire.residents.frame import SCHEMA

Row = dict[str, Any]
Household = list[Row]

_DAYS_OF_A_YEAR = 366
_BLOCKS_KEPT = 16  # all of a ward of 40,000: its days come back to each of them
# Events a year for each resident, as in a ward of 920,000 with 6,000 births and 60,000 moves each way.
_BIRTHS, _DEATHS, _MOVED_IN = 0.0065, 0.0082, 0.065
_MOVED_OUT, _MOVED_WITHIN, _RENAMED, _PROTECTED = 0.035, 0.016, 0.006, 0.0004
_MOTHERS_FROM, _MOTHERS_UNTIL = 20, 45
_SHARE_OF_TWINS, _SHARE_OF_REVOCATIONS, _SHARE_OF_THE_OLD = 0.011, 0.3, 0.85
_OLD = 65
_A_YEAR = timedelta(days=364)
_FIRST_NEWBORN = 3_900
_SHARED_AT_HOME = ("household_number", "postal_code", "address", "town_code", "lot", "building")
_UNMARKED = {"is_revoked": False, "birth_certainty": "0", "status": "1", "is_foreign": False}
_UNMARKED |= {"is_outside_register": False, "history_number": 0, "update_number": 0}
_DESTINATIONS = ("131156", "131130", "131105", "132195")


def day(ward: Ward, on: date) -> pl.DataFrame:
    """Births, moves, deaths, new names, protection and revocations entered on one day after `ward.on`.

    A day takes its households from a part of the ward that no other day of two years touches, so it can be
    made without the days before it. Raises ValueError for a day that is not after `ward.on`.
    """
    number = (on - ward.on).days
    if number < 1:
        raise ValueError(f"{on} is not after {ward.on}, the day the ward was drawn for")
    events = _Day(ward, number)
    changed = pl.DataFrame([*events.changed(), *events.revoked()], schema=SCHEMA, orient="row")
    return pl.concat([changed, events.moved_in()]).sort("atena_number")


class _Day:
    """One day of a ward. Every household is drawn at most once."""

    def __init__(self, ward: Ward, number: int) -> None:
        self._ward = ward
        self._number = number
        self._on = ward.on + timedelta(days=number)
        self._chance = ward.chance(block_of_day(number))
        self._waiting = _households_of(ward, number)
        self._leaving = self._drawn(_MOVED_OUT)
        self._born = 0

    def changed(self) -> Iterator[Row]:
        """Rows of people who were there before or are born today."""
        for household in self._leaving:
            yield from self._moved_out(household)
        for household in self._drawn(_MOVED_WITHIN):
            yield from self._moved_within(household)
        for _ in range(self._happens(_BIRTHS)):
            yield from self._births()
        for _ in range(self._happens(_DEATHS)):
            yield from self._death()
        for household in self._drawn(_RENAMED):
            yield self._renamed(household[0])
        for household in self._drawn(_PROTECTED):
            yield from self._protected(household)

    def moved_in(self) -> pl.DataFrame:
        """People who were never here before."""
        count = max(1, self._happens(_MOVED_IN))
        came = household_rows(self._ward, self._on, count, block_of_day(self._number), self._chance)
        return came.with_columns(
            became_resident_on=pl.lit(self._on),
            transaction_on=pl.lit(self._on),
            notified_on=pl.lit(self._on),
            processed_at=pl.lit(closing_of_books(self._on)),
            transaction_class=pl.lit(TransactionClass.INCREASE.value),
            transaction_reason=pl.lit(TransactionReason.MOVED_IN.value),
            history_number=1,
            update_number=1,
            previous_municipality=pl.lit(_DESTINATIONS[0]),
            previous_address=pl.lit(municipality_name(_DESTINATIONS[0])),
        ).cast(pl.Schema(SCHEMA))  # fmt: skip

    def revoked(self) -> Iterator[Row]:
        """A household that announced yesterday that it leaves and stays: the state before holds again."""
        if self._number == 1 or self._chance.random() > _SHARE_OF_REVOCATIONS:
            return
        yesterday = _Day(self._ward, self._number - 1)
        for row in (row for household in yesterday._leaving[:1] for row in household):
            announced = self._change(row, TransactionReason.MOVED_OUT)
            yield self._change(
                announced,
                TransactionReason.MOVE_OUT_REVOKED,
                is_revoked=True,
                transaction_on=yesterday._on,
            )

    def _moved_out(self, household: Household) -> Iterator[Row]:
        code = _DESTINATIONS[self._chance.integers(len(_DESTINATIONS))]
        for row in household:
            yield self._change(
                row,
                TransactionReason.MOVED_OUT,
                status=Status.MOVED_OUT.value,
                ceased_resident_on=self._on,
                destination_municipality=code,
                destination_address=municipality_name(code),
            )

    def _moved_within(self, household: Household) -> Iterator[Row]:
        place = places(self._ward.code, 1, self._chance)
        for row in household:
            yield self._change(
                row,
                TransactionReason.MOVED_WITHIN,
                previous_municipality=self._ward.code,
                previous_address=row["address"],
                postal_code=place.postal_code[0],
                address=place.address[0],
                town_code=place.town_code[0],
                lot=place.lot[0],
                building=place.building[0] or None,
            )

    def _births(self) -> Iterator[Row]:
        at = next((i for i, home in enumerate(self._waiting) if _mother(home, self._on)), None)
        if at is None:
            return
        household = self._waiting.pop(at)
        for _ in range(2 if self._chance.random() < _SHARE_OF_TWINS else 1):
            yield self._newborn(household[0])

    def _newborn(self, head: Row) -> Row:
        girl = np.array([self._chance.random() < 0.488])
        given = given_names(girl, np.array([days_since_epoch(self._on)]), self._chance)
        number = atena_numbers(block_of_day(self._number), 1, _FIRST_NEWBORN + self._born)[0]
        self._born += 1
        of_the_home = {name: head[name] for name in _SHARED_AT_HOME}
        row = dict.fromkeys(SCHEMA) | _UNMARKED | of_the_home
        return self._change(
            row,
            TransactionReason.BORN,
            atena_number=number,
            name=f"{_family(head['name'])}　{given.written[0]}",
            name_kana=f"{_family(head['name_kana'])}　{given.kana[0]}",
            birth_on=self._on,
            sex=(Sex.FEMALE if girl[0] else Sex.MALE).value,
            relationship="20",
            became_resident_on=self._on,
        )

    def _death(self) -> Iterator[Row]:
        old = self._chance.random() < _SHARE_OF_THE_OLD
        at = next((i for i, h in enumerate(self._waiting) if _is_old(h[0], self._on) == old), None)
        if at is not None:
            yield self._change(
                self._waiting.pop(at)[0],
                TransactionReason.DIED,
                status=Status.DEAD.value,
                ceased_resident_on=self._on,
                died_on=self._on,
            )

    def _renamed(self, row: Row) -> Row:
        family = family_names(1, self._chance)
        return self._change(
            row,
            TransactionReason.NAME_CHANGED,
            name=row["name"].replace(_family(row["name"]), family.written[0], 1),
            name_kana=row["name_kana"].replace(_family(row["name_kana"]), family.kana[0], 1),
        )

    def _protected(self, household: Household) -> Iterator[Row]:
        for row in household:
            yield self._change(
                row,
                TransactionReason.PROTECTION_CHANGED,
                protection=Protection.DOMESTIC_VIOLENCE.value,
                protection_from=self._on,
                protection_until=self._on + _A_YEAR,
            )

    def _change(self, row: Row, reason: TransactionReason, **changes: object) -> Row:
        after = row | {
            "history_number": row["history_number"] + 1,
            "update_number": row["update_number"] + 1,
            "transaction_class": class_of(reason).value,
            "transaction_reason": reason.value,
            "transaction_on": self._on,
            "notified_on": self._on,
            "processed_at": closing_of_books(self._on),
        }
        return after | changes

    def _happens(self, a_year: float) -> int:
        return int(self._chance.poisson(a_year * self._ward.residents / _DAYS_OF_A_YEAR))

    def _drawn(self, a_year: float) -> list[Household]:
        count = self._happens(a_year)
        drawn, self._waiting = self._waiting[:count], self._waiting[count:]
        return drawn


def _households_of(ward: Ward, number: int) -> list[Household]:
    """The households that may change on that day, in an order of their own."""
    blocks = len(ward.blocks)
    parts = -(-DAYS_BEFORE_A_HOUSEHOLD_CHANGES_AGAIN // blocks)
    block, part = number % blocks, number // blocks % parts
    homes = _homes(ward, block)[part::parts]
    order = ward.chance(block_of_day(number), 1).permutation(len(homes))
    return [homes[at].to_dicts() for at in order]


@lru_cache(maxsize=_BLOCKS_KEPT)
def _homes(ward: Ward, block: int) -> list[pl.DataFrame]:
    living = block_rows(ward, block).filter(pl.col("status") == Status.LIVING_HERE.value)
    return living.partition_by("household_number", maintain_order=True)


def _mother(household: Household, on: date) -> bool:
    return any(
        row["sex"] == Sex.FEMALE.value
        and row["relationship"] in ("02", "12")
        and _MOTHERS_FROM <= on.year - row["birth_on"].year < _MOTHERS_UNTIL
        for row in household
    )


def _is_old(row: Row, on: date) -> bool:
    return bool(on.year - row["birth_on"].year >= _OLD)


def _family(name: str) -> str:
    return name.replace("　", " ").split(" ")[0]
