"""Read the next piece of a file while PostgreSQL takes the current one in: two cores, one for each."""

from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sesshu.wire.residents.parse import Piece, ResidentFile
from sesshu.wire.residents.rows import Batch


class Read(NamedTuple):
    """The rows of a piece, and the hash of the bytes they were read from."""

    batch: Batch
    sha256: str


class _Wanted(NamedTuple):
    path: Path
    file_hash: str
    piece: Piece


class Ahead:
    """Keeps at most one piece that nobody asked for yet; a piece that was not foreseen is read at once."""

    def __init__(self) -> None:
        self._reader = ThreadPoolExecutor(1, "read-ahead")
        self._expected: tuple[_Wanted, Future[Read]] | None = None

    def read(self, file: ResidentFile, piece: Piece, key: bytes) -> Read:
        """The rows of `piece`; the reading of the piece behind it has begun when this returns."""
        wanted = _Wanted(file.path, file.control.sha256, piece)
        expected, self._expected = self._expected, None
        if expected is not None and expected[0] == wanted:
            read = expected[1].result()
        else:
            read = _read(file, piece, key)
        following = file.piece_behind(piece)
        if following is not None:
            future = self._reader.submit(_read, file, following, key)
            self._expected = (wanted._replace(piece=following), future)
        return read


def hash_of(file: ResidentFile, piece: Piece) -> str:
    """SHA-256 of the bytes of a piece, in hexadecimal."""
    with file.path.open("rb") as stream:
        stream.seek(piece.at)
        return sha256(stream.read(piece.length)).hexdigest()


def _read(file: ResidentFile, piece: Piece, key: bytes) -> Read:
    return Read(file.batch(piece, key), hash_of(file, piece))
