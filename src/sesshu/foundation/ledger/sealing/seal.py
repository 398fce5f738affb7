"""A seal: which entries, in which state, after which other seal; signed.

Hashes and signatures are in hexadecimal digits, instants in UTC.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Annotated, Self

import msgspec

from sesshu.foundation.keys import SigningKey
from sesshu.foundation.ledger.sealing.entry_line import EntryLine, Natural, Position

Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Signature = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{128}\Z")]
Listed = tuple[Natural, Natural, Sha256]  # transaction id, entry id, leaf

NO_SEAL_BEFORE = "0" * 64
# What is signed begins with its purpose, so that no signature can be passed off as one over something else.
DOMAIN = b"sesshu ledger seal 1\n"


class NotASeal(Exception):
    """A line of a seals file is no seal as it was written."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a seal states and its signature covers.

    ``epoch`` is that of the sealing; after a restore it may be later than ``entry_epoch``.
    """

    ledger: str
    number: Natural
    epoch: Natural
    sealed_at: str
    entry_epoch: Natural
    first_txid: Natural
    first_entry: Natural
    last_txid: Natural
    last_entry: Natural
    entry_count: Natural
    entries_sha256: Sha256
    previous_sha256: Sha256
    key_number: Natural

    @property
    def last(self) -> Position:
        """Up to and with this position entries are under this seal or one before it."""
        return Position(self.entry_epoch, self.last_txid, self.last_entry)

    def message(self) -> bytes:
        """The bytes that are hashed and signed."""
        return DOMAIN + msgspec.json.encode(self, order="sorted")

    def sha256(self) -> str:
        """The name by which the next seal calls this one."""
        return hashlib.sha256(self.message()).hexdigest()


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A header with its signature; in the seals file also with the entries it covers, one by one."""

    header: Header
    signature: Signature
    entries: tuple[Listed, ...] = ()

    def lines(self) -> list[EntryLine]:
        """The entries it covers, in order."""
        epoch = self.header.entry_epoch
        return [EntryLine(Position(epoch, txid, entry), leaf) for txid, entry, leaf in self.entries]

    def to_text(self) -> bytes:
        """The line of a seals file, without its end."""
        return msgspec.json.encode(self)

    @classmethod
    def of_text(cls, line: bytes) -> Self:
        """Read a line back; whether it is true is for `verification` to say. Raises NotASeal."""
        try:
            seal = msgspec.json.decode(line, type=cls)
            whole = seal.to_text() == line
        except (msgspec.DecodeError, UnicodeError) as error:
            raise NotASeal(str(error)) from error
        if not whole:
            raise NotASeal("the line is not as it was written")
        return seal


def seal_over(
    lines: Sequence[EntryLine],
    ledger: str,
    number: int,
    epoch: int,
    sealed_at: str,
    previous_sha256: str,
    key: SigningKey,
) -> Seal:
    """Sign ``lines``: at least one, all of one epoch, in order of position."""
    first, last = lines[0].position, lines[-1].position
    header = Header(
        ledger=ledger,
        number=number,
        epoch=epoch,
        sealed_at=sealed_at,
        entry_epoch=first.epoch,
        first_txid=first.txid,
        first_entry=first.entry,
        last_txid=last.txid,
        last_entry=last.entry,
        entry_count=len(lines),
        entries_sha256=hash_over(lines),
        previous_sha256=previous_sha256,
        key_number=key.number,
    )
    listed = tuple((line.position.txid, line.position.entry, line.leaf) for line in lines)
    return Seal(header, key.sign(header.message()).hex(), listed)


def hash_over(lines: Iterable[EntryLine]) -> str:
    """SHA-256 over entries: per entry 8 bytes transaction id, 8 bytes entry id, 32 bytes leaf."""
    digest = hashlib.sha256()
    for position, leaf in lines:
        digest.update(position.txid.to_bytes(8, "big"))
        digest.update(position.entry.to_bytes(8, "big"))
        digest.update(bytes.fromhex(leaf))
    return digest.hexdigest()
