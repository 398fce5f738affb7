"""A picture as a scanner of the demo would make it: a white sheet with gray lines, nobody's writing."""

import struct
import zlib

WIDTH, HEIGHT = 298, 210
WHITE, GRAY = b"\xff", b"\xb4"
MARGIN, LINE_EVERY = 24, 18


def scan() -> bytes:
    """A PNG, 8 bits of gray."""
    rows = b"".join(b"\0" + _row(number) for number in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _row(number: int) -> bytes:
    is_line = MARGIN <= number < HEIGHT - MARGIN and number % LINE_EVERY == 0
    return WHITE * MARGIN + (GRAY if is_line else WHITE) * (WIDTH - 2 * MARGIN) + WHITE * MARGIN


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
