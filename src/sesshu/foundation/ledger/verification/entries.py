"""Entries against the seals that cover them: changed, added, removed, moved, cut."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sesshu.foundation.ledger.sealing.entry_line import NOWHERE, EntryLine, NotALine, Position
from sesshu.foundation.ledger.sealing.seal import hash_over
from sesshu.foundation.ledger.verification.chain import Chain
from sesshu.foundation.ledger.verification.findings import Report, Wrong
from sesshu.foundation.ledger.verification.order import out_of_order
from sesshu.foundation.ledger.verification.seals import Ours


@dataclass(slots=True)
class Differences:
    """What did not match, seal by seal, until all is known and can be named."""

    absent: list[EntryLine] = field(default_factory=list)
    strays: list[EntryLine] = field(default_factory=list)
    changed: list[tuple[EntryLine, EntryLine]] = field(default_factory=list)  # as sealed, as found

    def add(self, sealed: list[EntryLine], found: list[EntryLine]) -> None:
        """Compare what one seal covers with what stands in its range."""
        expected = dict(sealed)
        for line in found:
            leaf = expected.pop(line.position, None)
            if leaf is None:
                self.strays.append(line)
            elif leaf != line.leaf:
                self.changed.append((EntryLine(line.position, leaf), line))
        self.absent.extend(EntryLine(*item) for item in expected.items())

    def report(self, last_found: Position, report: Report) -> None:
        """Name every entry; one that turns up unchanged elsewhere was moved."""
        sealed = [*self.absent, *(before for before, _ in self.changed)]
        elsewhere = {line.leaf: line for line in [*self.strays, *(now for _, now in self.changed)]}
        moved = {line.leaf for line in sealed if line.leaf in elsewhere}
        for line in sealed:
            if line.leaf in moved:
                stands = elsewhere[line.leaf].position.entry
                report.find(Wrong.ENTRY_MOVED, line.position.entry, f"記録{stands}の位置にあります")
        for before, now in self.changed:
            if not (before.leaf in moved and now.leaf in moved):
                report.find(Wrong.ENTRY_CHANGED, now.position.entry)
        for line in self.strays:
            if line.leaf not in moved or elsewhere[line.leaf] is not line:
                report.find(Wrong.ENTRY_ADDED, line.position.entry)
        removed = [line for line in self.absent if line.leaf not in moved]
        for line in removed:
            report.find(Wrong.ENTRY_REMOVED, line.position.entry)
        cut = sum(line.position > last_found for line in removed)
        if cut:
            report.find(Wrong.ENTRIES_CUT, last_found.entry, f"{cut}件")


def compare_entries(chain: Chain, lines: Iterable[EntryLine], report: Report) -> None:
    """Hold ``lines``, in order of position, against the seals in force at the time of the export."""
    differences, lost = Differences(), _lost_entries(chain)
    rest = _Rest(iter(lines))
    for seal in chain.seals:
        if seal.header.sealed_at > report.exported_at:
            break
        found = rest.until(seal.header.last)
        sealed = seal.lines()
        if sealed is None:
            _compare_total(seal, found, report)
        else:
            differences.add(sealed, found)
            _compare_with_lost(sealed, lost, report)
    _report_unsealed(rest, report)
    differences.report(rest.last, report)
    report.entries = rest.count
    if lost:
        ids = "、".join(str(position.entry) for position in sorted(lost))
        report.remarks.append(f"復元で失われた記録: {ids}")


def read_entries(path: Path, report: Report) -> Iterator[EntryLine]:
    """The entries of an export in order of position, wherever their lines stand."""
    lines = _readable(path, report)
    if _is_sorted(path):
        yield from lines
        return
    found = list(lines)
    for index in out_of_order([line.position for line in found]):
        report.find(Wrong.ENTRY_MOVED, found[index].position.entry, "書き出しの行の順序")
    yield from sorted(found, key=lambda line: line.position)


@dataclass(slots=True)
class _Rest:
    """The lines not yet compared."""

    lines: Iterator[EntryLine]
    count: int = 0
    last: Position = NOWHERE
    ahead: EntryLine | None = None

    def until(self, last: Position) -> list[EntryLine]:
        """Take the lines up to and with ``last``."""
        found = []
        while (line := self.peek()) is not None and line.position <= last:
            found.append(self.take(line))
        return found

    def peek(self) -> EntryLine | None:
        if self.ahead is None:
            self.ahead = next(self.lines, None)
        return self.ahead

    def take(self, line: EntryLine) -> EntryLine:
        self.ahead, self.last = None, line.position
        self.count += 1
        return line


def _lost_entries(chain: Chain) -> dict[Position, str]:
    return {line.position: line.leaf for seal in chain.lost for line in seal.lines() or ()}


def _compare_with_lost(sealed: list[EntryLine], lost: dict[Position, str], report: Report) -> None:
    """An entry that was in the backup is sealed again after the restore, as it was."""
    for line in sealed:
        if lost.pop(line.position, line.leaf) != line.leaf:
            report.find(Wrong.ENTRY_CHANGED, line.position.entry, "復元の前と違います")


def _compare_total(seal: Ours, found: list[EntryLine], report: Report) -> None:
    """Without its list, a seal says only that something in its range differs."""
    if hash_over(found) != seal.header.entries_sha256:
        first, last = seal.header.first_entry, seal.header.last_entry
        report.find(Wrong.ENTRIES_DIFFER, seal.header.number, f"記録{first}から{last}まで")


def _report_unsealed(rest: _Rest, report: Report) -> None:
    oldest = rest.peek()
    while (line := rest.peek()) is not None:
        rest.take(line)
        report.unsealed += 1
    if oldest is not None:
        first = oldest.position.entry
        report.remarks.append(
            f"まだ封印されていない記録が{report.unsealed}件あります（{first}から）。"
        )


def _readable(path: Path, report: Report) -> Iterator[EntryLine]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield EntryLine.of_text(line.rstrip(b"\n"))
            except NotALine:
                report.find(Wrong.LINE_UNREADABLE, number)


def _is_sorted(path: Path) -> bool:
    before: list[int] = []
    with path.open("rb") as stream:
        for line in stream:
            position = _position(line)
            if position < before:
                return False
            before = position
    return True


def _position(line: bytes) -> list[int]:
    """The first three numbers of a line; a line without them is reported by `_readable`."""
    parts = line.removeprefix(b"[").split(b",", 3)[:3]
    return [int(part) for part in parts] if all(part.isdigit() for part in parts) else []
