"""One block of a fictional ward as rows of the resident file."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sesshu.outside.registry.columns import Days, Flags, Texts, texts
from sesshu.outside.registry.foreign_names import RESIDENCE, ForeignNames
from sesshu.outside.registry.households import CHILD, HEAD, SPOUSE, Persons, households
from sesshu.outside.registry.names import family_names, given_names
from sesshu.outside.registry.numbering import atena_numbers, household_numbers, phone_numbers
from sesshu.outside.registry.outsiders import outsiders
from sesshu.outside.registry.protection import protect
from sesshu.outside.registry.rows import CLOSING_TIME, days, rows
from sesshu.outside.registry.towns import places
from sesshu.outside.registry.ward import Ward, days_since_epoch
from sesshu.wire.residents.codes import Status, TransactionClass, TransactionReason

_SHARE_FOREIGN, _SHARE_WITH_ALIAS = 0.027, 0.12
_SHARE_FORMER, _SHARE_OUTSIDE = 0.03, 0.006
_OLD = timedelta(days=25_567)  # seventy years
_SHARE_WITH_PHONE, _SHARE_MOVED_WITHIN, _SHARE_FORMER_NAME = 0.3, 0.15, 0.02
_YEARS_LIVED_HERE = 9.0
_YEAR = 365.2425
_RELATIONSHIPS = {HEAD: "02", SPOUSE: "12", CHILD: "20"}


def block_rows(ward: Ward, block: int) -> pl.DataFrame:
    """Residents, former residents and people outside the register of one block."""
    chance = ward.chance(block)
    residents = ward.blocks[block]
    former = int(residents * _SHARE_FORMER)
    lived_here = household_rows(ward, ward.on, residents + former, block, chance)
    lived_here = _gone(lived_here, former, ward.on, chance)
    lived_here = protect(lived_here, ward.code, ward.on, chance)
    strangers = max(1, int(residents * _SHARE_OUTSIDE))
    return pl.concat([lived_here, outsiders(ward, strangers, block, lived_here.height, chance)])


def household_rows(
    ward: Ward, on: date, count: int, block: int, chance: np.random.Generator
) -> pl.DataFrame:
    """`count` people in households, numbered in that block, as they are on the day `on`."""
    today = days_since_epoch(on)
    persons = households(count, today, chance)
    home = persons.household
    came = _came(home, today, chance)
    lived = np.maximum(came[home], persons.born)
    columns: dict[str, object] = {
        "atena_number": atena_numbers(block, count),
        "household_number": household_numbers(block, home),
        "relationship": texts(_RELATIONSHIPS[int(role)] for role in persons.role),
        "sex": np.where(persons.is_female, "2", "1"),
        "birth_on": days(persons.born),
        "became_resident_on": days(lived),
    }
    columns |= _named(persons, chance) | _living(ward, home, chance)
    columns |= _transaction(persons, lived, today, chance)
    return rows(columns)


def _came(home: NDArray[np.int64], today: int, chance: np.random.Generator) -> Days:
    lived = chance.exponential(_YEARS_LIVED_HERE, int(home.max()) + 1) * _YEAR
    return today - lived.astype(np.int64) - 1


def _named(persons: Persons, chance: np.random.Generator) -> dict[str, object]:
    home = persons.household
    families = family_names(int(home.max()) + 1, chance)
    given = given_names(persons.is_female, persons.born, chance)
    former = family_names(len(home), chance).written
    renamed = persons.is_female & (persons.role == SPOUSE)
    renamed &= chance.random(len(home)) < _SHARE_FORMER_NAME
    columns: dict[str, object] = {
        "name": families.written[home] + "　" + given.written,
        "name_kana": families.kana[home] + "　" + given.kana,
        "former_family_name": _where(renamed, former[renamed]),
    }
    foreign = (chance.random(int(home.max()) + 1) < _SHARE_FOREIGN)[home]
    return columns | _foreign(columns, home, foreign, chance)


def _foreign(
    named: dict[str, object], home: NDArray[np.int64], foreign: Flags, chance: np.random.Generator
) -> dict[str, object]:
    """Names of residents from abroad stand in the columns of names too, as their 住民票 shows them."""
    count = int(foreign.sum())
    names = ForeignNames(home[foreign], chance)
    alias = np.zeros(len(home), bool)
    alias[foreign] = chance.random(count) < _SHARE_WITH_ALIAS
    written, kana = np.asarray(named["name"]), np.asarray(named["name_kana"])
    return {
        "is_foreign": foreign,
        "alias": _where(alias, written[alias]),
        "alias_kana": _where(alias, kana[alias]),
        "name": _replaced(written, foreign, names.alphabet),
        "name_kana": _replaced(kana, foreign, names.kana),
        "alphabet_name": _where(foreign, names.alphabet),
        "foreign_name_kanji": _where(foreign, names.kanji),
        "foreign_name_kana": _where(foreign, names.kana),
        "residence_status": _where(foreign, _residence(count, chance)),
    }


def _replaced(values: Texts, at: Flags, by: Texts) -> Texts:
    replaced = values.copy()
    replaced[at] = by
    return replaced


def _where(at: Flags, values: Texts) -> Texts:
    return _replaced(texts([None] * len(at)), at, values)


def _residence(count: int, chance: np.random.Generator) -> Texts:
    return texts(RESIDENCE[at] for at in chance.integers(0, len(RESIDENCE), count))


def _living(ward: Ward, home: NDArray[np.int64], chance: np.random.Generator) -> dict[str, object]:
    lived_in = places(ward.code, int(home.max()) + 1, chance)
    has_phone = chance.random(len(home)) < _SHARE_WITH_PHONE
    phones = phone_numbers(int(has_phone.sum()), chance)
    return {
        "postal_code": lived_in.postal_code[home],
        "address": lived_in.address[home],
        "town_code": lived_in.town_code[home],
        "lot": lived_in.lot[home],
        "building": lived_in.building[home],
        "phone": _where(has_phone, phones),
    }


def _transaction(
    persons: Persons, lived: Days, today: int, chance: np.random.Generator
) -> dict[str, object]:
    """The last thing that happened: birth, moving in, or moving house since."""
    moved = (chance.random(int(persons.household.max()) + 1) < _SHARE_MOVED_WITHIN)[
        persons.household
    ]
    moved_on = lived + ((today - lived) * 0.6).astype(np.int64)
    happened = np.where(moved, moved_on, lived)
    came = np.where(
        lived == persons.born, TransactionReason.BORN.value, TransactionReason.MOVED_IN.value
    )
    return {
        "history_number": np.where(moved, 2, 1),
        "update_number": np.where(moved, 2, 1),
        "transaction_class": np.where(
            moved, TransactionClass.CHANGE.value, TransactionClass.INCREASE.value
        ),
        "transaction_reason": np.where(moved, TransactionReason.MOVED_WITHIN.value, came),
        "transaction_on": days(happened),
    }


def _gone(
    lived_here: pl.DataFrame, former: int, today: date, chance: np.random.Generator
) -> pl.DataFrame:
    """Some who lived alone died or moved out in the five years before; their rows stay (S1.8)."""
    alone = np.flatnonzero(lived_here.select(pl.len().over("household_number"))["len"] == 1)
    chosen = np.zeros(lived_here.height, bool)
    chosen[chance.permutation(alone)[:former]] = True
    gone, dead = pl.lit(pl.Series(chosen)), pl.col("birth_on") < today - _OLD
    left = pl.lit(today) - pl.duration(days=pl.lit(chance.integers(30, 1_800, lived_here.height)))
    ended = pl.max_horizontal(left, "transaction_on")
    died, moved = TransactionReason.DIED.value, TransactionReason.MOVED_OUT.value
    left_rows = lived_here.with_columns(
        status=pl.when(dead)
        .then(pl.lit(Status.DEAD.value))
        .otherwise(pl.lit(Status.MOVED_OUT.value)),
        transaction_reason=pl.when(dead).then(pl.lit(died)).otherwise(pl.lit(moved)),
        transaction_class=pl.lit(TransactionClass.DECREASE.value),
        transaction_on=ended,
        notified_on=ended,
        processed_at=ended.cast(pl.Datetime("us")) + CLOSING_TIME,
        ceased_resident_on=ended,
        died_on=pl.when(dead).then(ended),
        history_number=pl.col("history_number") + 1,
        update_number=pl.col("update_number") + 1,
    )
    return lived_here.with_columns(
        pl.when(gone).then(left_rows[name]).otherwise(pl.col(name)).alias(name)
        for name in lived_here.columns
    )
