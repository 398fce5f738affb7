"""The plain form of a backup before encryption: named members of unknown length, one after another.

A member is a line of JSON with its name, then chunks (length in four bytes, big-endian, then the bytes),
then a chunk of length nought. The last member is called ``end``: without it the file was cut.
"""

import json
import struct
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 20
LENGTH = struct.Struct(">I")
END = "end"


class CutShort(Exception):
    """The archive stops before its end."""


def write_member(archive: BinaryIO, name: str, content: BinaryIO) -> None:
    """Append ``content`` under ``name`` in bounded memory."""
    archive.write(json.dumps({"member": name}).encode() + b"\n")
    while chunk := content.read(CHUNK):
        archive.write(LENGTH.pack(len(chunk)))
        archive.write(chunk)
    archive.write(LENGTH.pack(0))


def write_end(archive: BinaryIO) -> None:
    """Say that nothing is missing."""
    archive.write(json.dumps({"member": END}).encode() + b"\n")


def members(archive: BinaryIO) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each member's name and chunks, in order; the chunks must be read before the next member.

    Raises CutShort when the end is missing.
    """
    while True:
        name = _name(archive)
        if name == END:
            return
        yield name, _chunks(archive)


def _name(archive: BinaryIO) -> str:
    line = archive.readline()
    if not line.endswith(b"\n"):
        raise CutShort("the backup stops before its last member")
    return str(json.loads(line)["member"])


def _chunks(archive: BinaryIO) -> Iterator[bytes]:
    while True:
        (length,) = LENGTH.unpack(_exactly(archive, LENGTH.size))
        if length == 0:
            return
        yield _exactly(archive, length)


def _exactly(archive: BinaryIO, length: int) -> bytes:
    content = archive.read(length)
    if len(content) != length:
        raise CutShort("the backup stops inside a member")
    return content
