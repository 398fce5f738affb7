"""The document for clinics says what the program reads."""

from collections.abc import Iterable
from pathlib import Path

from sesshu.wire.clinic_files.codes import CODES
from sesshu.wire.clinic_files.layout import COLUMNS, TITLE_OF, Column

DOCUMENT = Path(__file__).parents[3] / "docs" / "formats" / "clinic-files.md"


def table_of(columns: Iterable[Column]) -> str:
    rows = [
        f"| {number} | {each.title} | {each.kind.value}"
        f" | {each.longest}{'(ちょうど)' if each.exact else ''} |"
        f" {'必須' if each.required else ''} | `{each.name}` |"
        for number, each in enumerate(columns, 1)
    ]
    return "\n".join(
        ["| 順 | 項目 | 書き方 | 最長 | 必須 | 名前 |", "|---|---|---|---|---|---|", *rows]
    )


def codes_table() -> str:
    rows = [
        f"| {TITLE_OF[name]} | {'、'.join(f'{code} {word.title}' for code, word in words.items())} |"
        for name, words in CODES.items()
    ]
    return "\n".join(["| 項目 | コード |", "|---|---|", *rows])


def test_the_document_lists_every_column_and_code() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")
    assert table_of(COLUMNS) in said
    assert codes_table() in said
