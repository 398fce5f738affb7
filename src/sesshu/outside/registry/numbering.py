"""Numbers of people, households and telephones; none of them is anybody's."""

import numpy as np
from numpy.typing import NDArray

from sesshu.outside.registry.columns import Texts, texts

_NUMBERS_OF_A_BLOCK = 4_000
_FIRST_ATENA, _FIRST_HOUSEHOLD = 10_000_000, 70_000_000
_FIRST_BLOCK_OF_DAYS = 400_000


def atena_numbers(block: int, count: int, start: int = 0) -> Texts:
    """宛名番号 of people of a block, ten digits."""
    first = _FIRST_ATENA + block * _NUMBERS_OF_A_BLOCK + start
    return texts(f"{first + at:010d}" for at in range(count))


def household_numbers(block: int, household: NDArray[np.int64]) -> Texts:
    """世帯番号 for the households of a block, ten digits."""
    first = _FIRST_HOUSEHOLD + block * _NUMBERS_OF_A_BLOCK
    return texts(f"{first + at:010d}" for at in household)


def block_of_day(number: int) -> int:
    """The block that numbers people who appear on the n-th day."""
    return _FIRST_BLOCK_OF_DAYS + number


def phone_numbers(count: int, chance: np.random.Generator) -> Texts:
    """Telephone numbers in ranges that are not assigned (0 after the area code)."""
    mobile = chance.random(count) < 0.8
    digits = chance.integers(0, 10_000_000, count)
    return texts(
        f"0900{number:07d}" if is_mobile else f"030{number:07d}"
        for number, is_mobile in zip(digits, mobile, strict=True)
    )
