"""Marks that machines read, as numbers a template draws: NW-7 bars and QR squares."""

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


class Bars(msgspec.Struct, frozen=True):
    """Widths in modules, a bar first, then a space, and so on; `total` is their sum."""

    widths: tuple[int, ...]
    total: int


class Squares(msgspec.Struct, frozen=True):
    """A QR code of `size` modules a side, without its clear area: dark runs as (column, row, length)."""

    size: int
    runs: tuple[tuple[int, int, int], ...]


def nw7(digits: str) -> Bars:
    """Digits as NW-7 between start and stop A, wide to narrow 3 : 1. Raises KeyError for anything else."""
    widths: list[int] = []
    for character in f"{START}{digits}{STOP}":
        widths += [WIDE if wide == "1" else 1 for wide in NW7[character]]
        widths.append(1)
    return Bars(tuple(widths[:-1]), sum(widths[:-1]))


def qr(digits: str) -> Squares:
    """Digits as QR model 2 at level Q; eighteen of them fit version 1, 21 modules a side."""
    code = segno.make_qr(digits, error="q", mode="numeric", boost_error=False)
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
    found = [
        (column, row, length)
        for row, text in enumerate(rows)
        for column, length in _dark_runs(text)
    ]
    return Squares(len(rows), tuple(found))


def _dark_runs(row: str) -> list[tuple[int, int]]:
    """Begin and length of each run of dark modules."""
    found, at = [], 0
    for part in row.split("0"):
        if part:
            found.append((at, len(part)))
        at += len(part) + 1
    return found
