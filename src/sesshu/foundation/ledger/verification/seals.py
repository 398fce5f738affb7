"""Reading seals: which are ours, which were changed, moved, repeated or made with another key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sesshu.foundation.keys import verifies
from sesshu.foundation.ledger.sealing.entry_line import EntryLine
from sesshu.foundation.ledger.sealing.seal import Header, NotASeal, Seal, hash_over
from sesshu.foundation.ledger.verification.findings import Report, Wrong
from sesshu.foundation.ledger.verification.order import out_of_order

Keys = Mapping[int, Ed25519PublicKey]


@dataclass(frozen=True, slots=True)
class Ours:
    """A seal whose signature is true. Its entries stay on the disk: a year of them is not held in memory."""

    header: Header
    path: Path
    offset: int
    listed: bool

    @property
    def place(self) -> tuple[int, int]:
        """Where it belongs in the chain: epoch and number."""
        return self.header.epoch, self.header.number

    def lines(self) -> list[EntryLine] | None:
        """The entries it covers; None when only their number and hash are known."""
        if not self.listed:
            return None
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            return Seal.of_text(stream.readline().rstrip(b"\n")).lines()


def read_seals(path: Path, where: str, keys: Keys, report: Report) -> dict[tuple[int, int], Ours]:
    """Our seals in ``path`` by place; what is wrong with the others, and with their order, is reported."""
    ours: list[Ours] = []
    foreign: list[Header] = []
    for number, offset, line in _lines(path):
        try:
            seal = Seal.of_text(line)
        except NotASeal:
            report.remarks.append(f"{where}の{number}行目は、封印として読めません。")
            continue
        if _signed_by_us(seal, keys, report.ledger):
            ours.append(Ours(seal.header, path, offset, _list_is_whole(seal, where, report)))
        else:
            foreign.append(seal.header)
    _report_foreign(foreign, where, report)
    for index in out_of_order([each.place for each in ours]):
        report.find(Wrong.SEAL_MOVED, ours[index].header.number, where)
    return _by_place(ours, where, report)


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Number, offset and text of every line; a file that is gone has none."""
    if not path.exists():
        return
    offset = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            yield number, offset, line.rstrip(b"\n")
            offset += len(line)


def _signed_by_us(seal: Seal, keys: Keys, ledger: str) -> bool:
    signature, message = bytes.fromhex(seal.signature), seal.header.message()
    signed = verifies(keys, seal.header.key_number, signature, message)
    return signed and seal.header.ledger == ledger


def _list_is_whole(seal: Seal, where: str, report: Report) -> bool:
    """The list of entries is under the signature by its hash. The database keeps none."""
    if not seal.entries:
        return False
    whole = hash_over(seal.lines()) == seal.header.entries_sha256
    if not whole:
        report.find(Wrong.SEAL_CHANGED, seal.header.number, f"{where}の記録の一覧")
    return whole


def _report_foreign(foreign: list[Header], where: str, report: Report) -> None:
    """Seals that name each other although none is ours are a chain somebody rebuilt."""
    rebuilt = {
        header.sha256()
        for before, after in pairwise(foreign)
        if after.previous_sha256 == before.sha256()
        for header in (before, after)
    }
    for header in foreign:
        wrong = Wrong.CHAIN_REBUILT if header.sha256() in rebuilt else Wrong.SEAL_CHANGED
        report.find(
            wrong, header.number, f"{where}の署名は、この自治体の鍵によるものではありません"
        )


def _by_place(seals: list[Ours], where: str, report: Report) -> dict[tuple[int, int], Ours]:
    found: dict[tuple[int, int], Ours] = {}
    for seal in seals:
        known = found.setdefault(seal.place, seal)
        if known.header != seal.header:
            report.find(Wrong.CHAIN_REBUILT, seal.header.number, f"{where}に2通りあります")
        elif known is not seal:
            report.find(Wrong.SEAL_REPEATED, seal.header.number, where)
    return found
