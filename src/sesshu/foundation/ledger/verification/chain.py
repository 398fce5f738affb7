"""The chain of seals: each names the one before; a restore goes back to an earlier one, in a new epoch."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sesshu.foundation.ledger.sealing.seal import NO_SEAL_BEFORE, Header
from sesshu.foundation.ledger.verification.findings import DATABASE, FILE, Report, Wrong
from sesshu.foundation.ledger.verification.seals import Ours

Found = Mapping[tuple[int, int], Ours]


@dataclass(frozen=True, slots=True)
class Head:
    """A seal that somebody wrote down elsewhere: its number and its SHA-256."""

    number: int
    sha256: str


@dataclass(slots=True)
class Chain:
    """The seals in force, in order; ``lost`` are those a restore went back behind."""

    seals: list[Ours] = field(default_factory=list)
    lost: list[Ours] = field(default_factory=list)

    def index_of(self, sha256: str) -> int | None:
        """Where the seal of this name stands; -1 for the beginning."""
        if sha256 == NO_SEAL_BEFORE:
            return -1
        for index in range(len(self.seals) - 1, -1, -1):
            if self.seals[index].header.sha256() == sha256:
                return index
        return None


def read_chain(outside: Found, inside: Found, report: Report) -> Chain:
    """Join the seals of the file and of the database, and report where they do not make one chain."""
    chain = Chain()
    for place in sorted({*outside, *inside}):
        seal = outside.get(place) or inside[place]
        if place in inside and inside[place].header != seal.header:
            note = "ファイルとデータベースで違います"
            report.find(Wrong.CHAIN_REBUILT, seal.header.number, note)
        _link(chain, seal, report)
    _report_missing(chain, outside, FILE, "", report)
    _report_missing(chain, inside, DATABASE, report.exported_at, report)
    return chain


def compare_with_known(chain: Chain, known: Head, report: Report) -> None:
    """Hold the chain against a seal written down elsewhere: nobody who holds all our files can forge that."""
    headers = [seal.header for seal in (*chain.seals, *chain.lost)]
    if any(header.sha256() == known.sha256 for header in headers):
        return
    if any(header.number >= known.number for header in headers):
        report.find(Wrong.CHAIN_REBUILT, known.number, "書き留めたハッシュ値の封印がありません")
    else:
        last = headers[-1].number if headers else 0
        report.find(Wrong.SEALS_CUT, last, f"書き留めた封印{known.number}がありません")


def _link(chain: Chain, seal: Ours, report: Report) -> None:
    before = chain.seals[-1].header if chain.seals else None
    if not _follows(seal.header, before):
        kept = chain.index_of(seal.header.previous_sha256)
        if before is not None and seal.header.epoch > before.epoch and kept is not None:
            _go_back(chain, kept, seal.header, report)
        else:
            _report_gap(seal.header, before, report)
    chain.seals.append(seal)


def _follows(header: Header, before: Header | None) -> bool:
    number, name = (before.number, before.sha256()) if before else (0, NO_SEAL_BEFORE)
    return (header.number, header.previous_sha256) == (number + 1, name)


def _go_back(chain: Chain, kept: int, header: Header, report: Report) -> None:
    lost = chain.seals[kept + 1 :]
    del chain.seals[kept + 1 :]
    chain.lost.extend(lost)
    report.remarks.append(
        f"世代{header.epoch}の記録は、復元により封印{header.number - 1}から続いています。"
        f"封印{lost[0].header.number}から{lost[-1].header.number}までは、控えより後のものでした。"
    )


def _report_gap(header: Header, before: Header | None, report: Report) -> None:
    missing = range(before.number + 1 if before else 1, header.number)
    for number in missing:
        report.find(Wrong.SEAL_MISSING, number, "どこにもありません")
    if not missing:
        report.find(Wrong.CHAIN_REBUILT, header.number, "前の封印とつながりません")


def _report_missing(chain: Chain, found: Found, where: str, until: str, report: Report) -> None:
    """Seals of the chain that ``where`` does not have; in its middle one by one, at its end as a cut."""
    last = max(found, default=(0, 0))
    missing = [seal for seal in chain.seals if seal.place not in found]
    tail = [seal for seal in missing if seal.place > last]
    for seal in missing:
        if seal.place < last:
            report.find(Wrong.SEAL_MISSING, seal.header.number, where)
    if until:  # what was sealed after the export cannot be in it
        tail = [seal for seal in tail if seal.header.sealed_at <= until]
        if len(tail) == 1:  # a sealer that died between file and database; the next one repairs it
            report.remarks.append(f"封印{tail[0].header.number}は、まだ{where}にありません。")
            return
    if tail:
        report.find(Wrong.SEALS_CUT, last[1], f"{where}に、あと{len(tail)}個の封印がありません")
