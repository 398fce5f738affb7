"""券番号: nine digits that say nothing of how many were issued, and one that guards them.

The nine are a counter sent through a permutation of 0…999,999,999 that only the municipality's key
knows: unique by construction, in no order anybody could guess. The tenth is Damm's check digit, which
refuses every single misread digit and every swap of neighbours.
"""

import hashlib
from collections.abc import Callable

from sesshu.kernel.numbers import NumberError, digits_of

Mixing = hashlib.blake2b
NUMBERS = 10**9
DIGITS = 10
ROUNDS = 10
KEY_BYTES = 32
# The quasigroup of order 10 of H. M. Damm (2004), totally anti-symmetric, zeros on its diagonal.
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class Permutation:
    """A keyed permutation of 0 … size-1: a balanced Feistel network, walked until it is back below `size`.

    Raises ValueError for a key of another length, and for numbers outside.
    """

    def __init__(self, key: bytes, size: int = NUMBERS) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._size = size
        self._half = ((size - 1).bit_length() + 1) // 2
        self._mask = (1 << self._half) - 1
        self._rounds = [Mixing(key=key, person=bytes([n])) for n in range(ROUNDS)]

    def forward(self, number: int) -> int:
        """Where a number goes."""
        return self._walk(number, self._one_way)

    def back(self, number: int) -> int:
        """Where a number came from."""
        return self._walk(number, self._other_way)

    def _walk(self, number: int, step: Callable[[int], int]) -> int:
        """The network holds more numbers than we have: step on until one is ours again."""
        if not 0 <= number < self._size:
            raise ValueError(f"{number} is not among the {self._size} numbers")
        number = step(number)
        while number >= self._size:
            number = step(number)
        return number

    def _one_way(self, number: int) -> int:
        left, right = number >> self._half, number & self._mask
        for one in self._rounds:
            left, right = right, left ^ self._mixed(one, right)
        return left << self._half | right

    def _other_way(self, number: int) -> int:
        left, right = number >> self._half, number & self._mask
        for one in reversed(self._rounds):
            left, right = right ^ self._mixed(one, left), left
        return left << self._half | right

    def _mixed(self, one: Mixing, half: int) -> int:
        mixing = one.copy()
        mixing.update(half.to_bytes(8, "big"))
        return int.from_bytes(mixing.digest()[:8], "big") & self._mask


def check_digit(digits: str) -> int:
    """Damm's check digit of a text of digits; of a number with its right check digit it is 0."""
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return interim


def voucher_number(counter: int, permutation: Permutation) -> str:
    """The ten digits of the voucher issued as number `counter`. Raises ValueError above 999,999,999."""
    digits = f"{permutation.forward(counter):0{DIGITS - 1}}"
    return f"{digits}{check_digit(digits)}"


def counter_of(number: str, permutation: Permutation) -> int:
    """The counter that a number of ours was issued as."""
    return permutation.back(int(number[: DIGITS - 1]))


def read_voucher_number(text: str) -> str:
    """The ten digits of a 券番号 of ours in any width and grouping. Raises NumberError.

    A number of another municipality carries no such digit: it is taken as it stands (`read_foreign_number`).
    """
    digits = read_foreign_number(text)
    if check_digit(digits):
        raise NumberError("券番号の数字に誤りがあります。券と見比べて入力し直してください。")
    return digits


def read_foreign_number(text: str) -> str:
    """The ten digits of any municipality's 券番号, without a check. Raises NumberError."""
    digits = digits_of(text)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise NumberError(f"券番号は、数字{DIGITS}桁で入力してください。")
    return digits
