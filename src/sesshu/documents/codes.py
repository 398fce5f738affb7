"""Marks that machines read, as outlines a template draws: NW-7 bars and QR squares."""

from collections.abc import Iterator
from functools import cache, reduce
from itertools import groupby
from operator import xor

import msgspec
import segno

WIDE = 3
START = STOP = "A"
# Bar, space, bar, space, bar, space, bar of each character; 1 is wide (NW-7, JIS X 0506).
NW7 = {
    "0": "0000011",
    "1": "0000110",
    "2": "0001001",
    "3": "1100000",
    "4": "0010010",
    "5": "1000010",
    "6": "0100001",
    "7": "0100100",
    "8": "0110000",
    "9": "1001000",
    "A": "0011010",
}
DIGITS = 18
SIDE = 21
"""Modules a side of QR version 1, which holds eighteen digits at level Q."""
MASK = 3
"""Any mask may be read; looking for the best of eight takes most of the time of an encoder."""
GROUP, GROUP_BITS = 3, 10  # numeric mode writes three digits as ten bits (ISO/IEC 18004 7.4.3)
SLICE = 7


class Mark(msgspec.Struct, frozen=True):
    """Dark areas as the path of an SVG picture, `width` by `height` modules, without its clear area."""

    width: int
    height: int
    path: str


def nw7(digits: str) -> Mark:
    """Digits as NW-7 between start and stop A, wide to narrow 3 : 1. Raises KeyError for anything else."""
    shapes = [_character(character) for character in f"{START}{digits}{STOP}"]
    between = len(shapes) - 1  # narrow spaces
    return Mark(
        sum(width for width, _ in shapes) + between, 1, "M0 0" + "".join(path for _, path in shapes)
    )


def qr(digits: str) -> Mark:
    """Eighteen digits as QR model 2, version 1, level Q. Raises ValueError for anything else."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"a voucher's line has {DIGITS} digits, not {digits!r}")
    groups = [int(digits[at : at + GROUP]) for at in range(0, DIGITS, GROUP)]
    modules = reduce(xor, map(_turned, range(len(groups)), groups), _modules("0" * DIGITS))
    slices = f"{modules:0{SIDE * SIDE}b}"
    path = "".join(_squares(at, slices[at : at + SLICE]) for at in range(0, SIDE * SIDE, SLICE))
    return Mark(SIDE, SIDE, path)


@cache
def _character(character: str) -> tuple[int, str]:
    """Width of a character of NW-7, and its bars, each drawn from the place where the one before began."""
    widths = [WIDE if wide == "1" else 1 for wide in NW7[character]]
    steps = [*widths, 1]
    bars = (
        f"h{bar}v1h-{bar}zm{bar + space} 0"
        for bar, space in zip(steps[::2], steps[1::2], strict=True)
    )
    return sum(widths), "".join(bars)


@cache
def _turned(group: int, value: int) -> int:
    """The modules that three digits turn over in the code of eighteen zeros.

    For one version, level and mask the whole code, Reed-Solomon words too, is linear in the bits of its data,
    so that 60 codes by segno hold all 10^18.
    """
    bits = (bit for bit in range(GROUP_BITS) if value >> bit & 1)
    return reduce(xor, (_turned_by_bit(group, bit) for bit in bits), 0)


@cache
def _turned_by_bit(group: int, bit: int) -> int:
    before = "0" * (group * GROUP)
    return _modules(f"{before}{1 << bit:03}".ljust(DIGITS, "0")) ^ _modules("0" * DIGITS)


@cache
def _modules(digits: str) -> int:
    """A code as one number, its first module the highest bit."""
    code = segno.make_qr(digits, error="q", mode="numeric", version=1, mask=MASK, boost_error=False)
    return int("".join(str(int(module)) for row in code.matrix for module in row), 2)


@cache
def _squares(at: int, modules: str) -> str:
    """Part of a row of modules, from the module `at` on, as rectangles."""
    row, column = divmod(at, SIDE)
    return "".join(
        f"M{column + begin} {row}h{length}v1h-{length}z" for begin, length in _dark_runs(modules)
    )


def _dark_runs(modules: str) -> Iterator[tuple[int, int]]:
    """Begin and length of each run of dark modules."""
    at = 0
    for dark, run in groupby(modules):
        length = len(list(run))
        if dark == "1":
            yield at, length
        at += length
