"""The document for the 国保連 says what the program reads."""

from datetime import date
from pathlib import Path

from wire.clinic_files.test_document import table_of

from sesshu.wire.claims_files.answer import TITLES
from sesshu.wire.claims_files.control import ANSWER, CLAIMS, VERSION
from sesshu.wire.claims_files.layout import layout_of, layouts

DOCUMENT = Path(__file__).parents[3] / "docs" / "formats" / "claims-files.md"
LAYOUT = layout_of(date(2026, 5, 1))


def codes_table() -> str:
    titles = {column.name: column.title for column in LAYOUT.columns}
    rows = [
        f"| {titles[name]} | {'、'.join(f'{code} {word.title}' for code, word in words.items())} |"
        for name, words in LAYOUT.codes.items()
    ]
    return "\n".join(["| 項目 | コード |", "|---|---|", *rows])


def test_the_document_lists_every_column_code_and_control_line() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")
    assert table_of(LAYOUT.columns) in said
    assert codes_table() in said
    for mark in (CLAIMS, ANSWER):
        assert f"`{mark},{VERSION}," in said
    for number, title in enumerate(TITLES, 1):
        assert f"| {number} | {title} |" in said


def test_a_layout_that_is_not_official_says_so() -> None:
    assert all(each.verify and each.source for each in layouts())
    assert "要確認" in DOCUMENT.read_text(encoding="utf-8")
