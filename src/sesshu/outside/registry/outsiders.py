"""People the ward deals with who are not on its register (住登外): here for a birth, in a home, evacuated."""

import numpy as np
import polars as pl

from sesshu.kernel.numbers import municipality_check_digit
from sesshu.outside.registry.households import households
from sesshu.outside.registry.names import family_names, given_names
from sesshu.outside.registry.numbering import atena_numbers
from sesshu.outside.registry.rows import days, rows
from sesshu.outside.registry.towns import places
from sesshu.outside.registry.ward import Ward, days_since_epoch
from sesshu.wire.residents.codes import Status, TransactionClass, TransactionReason

_REGISTERED_AT = ("13113", "13115", "13109", "11208", "12217", "14206", "20202")
_LONGEST_KNOWN = 1_000


def outsiders(
    ward: Ward, count: int, block: int, start: int, chance: np.random.Generator
) -> pl.DataFrame:
    """`count` people registered elsewhere, numbered from `start` within the block."""
    today = days_since_epoch(ward.on)
    persons = households(count, today, chance)
    family, given = (
        family_names(count, chance),
        given_names(persons.is_female, persons.born, chance),
    )
    elsewhere = _REGISTERED_AT[block % len(_REGISTERED_AT)]
    home = f"{elsewhere}{municipality_check_digit(elsewhere)}"
    lived_in = places(home, count, chance)
    known = np.maximum(persons.born, today - chance.integers(1, _LONGEST_KNOWN, count))
    return rows(
        {
            "atena_number": atena_numbers(block, count, start),
            "history_number": np.ones(count, dtype=np.int64),
            "update_number": np.ones(count, dtype=np.int64),
            "transaction_class": [TransactionClass.INCREASE.value] * count,
            "transaction_reason": [TransactionReason.ENTERED_BY_OFFICE.value] * count,
            "transaction_on": days(known),
            "name": family.written + "　" + given.written,
            "name_kana": family.kana + "　" + given.kana,
            "birth_on": days(persons.born),
            "sex": np.where(persons.is_female, "2", "1"),
            "status": [Status.OUTSIDE_REGISTER.value] * count,
            "is_outside_register": np.ones(count, dtype=bool),
            "postal_code": lived_in.postal_code,
            "address": lived_in.address,
            "lot": lived_in.lot,
            "building": lived_in.building,
            "previous_municipality": [home] * count,
        }
    )
