"""The seals outside the database: one line each, only ever added to.

Whoever can change the tables of a ledger cannot, with the same rights, change this file. ``ledger/`` under
the state directory may be a link to another disk, or to one that keeps what was written.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sesshu.foundation.ledger.sealing.seal import NotASeal, Seal
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place

BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class SealsFile:
    """The seals of one ledger."""

    path: Path

    @classmethod
    def of(cls, place: Place) -> Self:
        """Where this installation keeps the seals of ``place``."""
        return cls(state_dir() / "ledger" / place.municipality / place.system / "seals.jsonl")

    def append(self, seal: Seal) -> None:
        """Add ``seal``; it is on the disk when this returns."""
        is_new = not self.path.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A sealer that died while writing left a piece without an end: it stays, on a line of its own.
        begin = b"" if self._ends_whole() else b"\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(begin + seal.to_text() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        if is_new:
            self._keep_name()

    def last(self) -> Seal | None:
        """The newest whole seal, None when there is none."""
        if not self.path.exists():
            return None
        for line in lines_from_the_end(self.path):
            try:
                return Seal.of_text(line)
            except NotASeal:
                continue
        return None

    def _keep_name(self) -> None:
        """A new file is on the disk only when its directory is."""
        descriptor = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _ends_whole(self) -> bool:
        if not self.path.exists() or self.path.stat().st_size == 0:
            return True
        with self.path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"


def lines_from_the_end(path: Path) -> Iterator[bytes]:
    """The lines of ``path``, last first, reading no more of it than is asked for."""
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        rest = b""
        while end > 0:
            begin = max(0, end - BLOCK)
            stream.seek(begin)
            rest = stream.read(end - begin) + rest
            first, *whole = rest.split(b"\n")
            yield from reversed(whole)
            rest, end = first, begin
        yield rest
