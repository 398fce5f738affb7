"""What verification finds, in words for the auditor."""

from dataclasses import dataclass, field

from sesshu.foundation.duties import Labelled


class Wrong(Labelled):
    """The kinds of damage. Those of entries carry the entry's id, those of seals the seal's number."""

    ENTRY_CHANGED = "entry.changed", "記録の内容が、封印したときと違います"
    ENTRY_ADDED = "entry.added", "封印されていない記録が、封印された範囲にあります"
    ENTRY_REMOVED = "entry.removed", "封印された記録がありません"
    ENTRY_MOVED = "entry.moved", "記録の順序が入れ替わっています"
    ENTRIES_DIFFER = "entries.differ", "この封印の範囲の記録が、封印したときと違います"
    ENTRIES_CUT = "entries.cut", "この記録より後の、封印された記録がすべてありません"
    LINE_UNREADABLE = "line.unreadable", "記録の行が読めません"
    SEAL_CHANGED = "seal.changed", "封印の内容か署名が変えられています"
    SEAL_MISSING = "seal.missing", "封印がありません"
    SEAL_REPEATED = "seal.repeated", "同じ封印が2度書かれています"
    SEAL_MOVED = "seal.moved", "封印の順序が入れ替わっています"
    SEALS_CUT = "seals.cut", "この封印より後の封印がありません"
    CHAIN_REBUILT = "chain.rebuilt", "この封印から、つながりが作り直されています"
    EXPORT_MISDATED = "export.misdated", "書き出しの日時より後に封印されています"


OF_ENTRIES = frozenset(
    {
        Wrong.ENTRY_CHANGED,
        Wrong.ENTRY_ADDED,
        Wrong.ENTRY_REMOVED,
        Wrong.ENTRY_MOVED,
        Wrong.ENTRIES_CUT,
        Wrong.LINE_UNREADABLE,
    }
)
FILE = "ファイル"
DATABASE = "データベース"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """``number`` is the id of an entry or the number of a seal, by the kind of ``wrong``."""

    wrong: Wrong
    number: int
    note: str = ""

    def __str__(self) -> str:
        subject = "記録" if self.wrong in OF_ENTRIES else "封印"
        note = f"（{self.note}）" if self.note else ""
        return f"{subject}{self.number}: {self.wrong.label}{note}"


@dataclass(slots=True)
class Report:
    """The result: sound when nothing was found. Remarks are events that explain themselves."""

    ledger: str
    exported_at: str
    entries: int = 0
    seals: int = 0
    unsealed: int = 0
    head_number: int = 0
    head_sha256: str = ""
    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def find(self, wrong: Wrong, number: int, note: str = "") -> None:
        """Add a finding."""
        self.findings.append(Finding(wrong, number, note))

    @property
    def sound(self) -> bool:
        return not self.findings
