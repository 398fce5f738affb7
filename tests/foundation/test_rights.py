"""The table rights ↔ duties as a document (R18)."""

from pathlib import Path

from sesshu.foundation.duties import PERMISSIONS, Duty, Permission
from sesshu.foundation.rights import as_markdown, matrix

DOCUMENT = Path(__file__).parents[2] / "docs" / "rights.md"


def test_the_document_is_what_the_code_says_now() -> None:
    """When this fails: `sesshu account rights > docs/rights.md`."""
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown()


def test_every_right_and_every_duty_is_in_the_table() -> None:
    text = as_markdown()
    assert all(f"`{permission}`" in text for permission in Permission)
    assert all(duty.label in text for duty in Duty)


def test_a_circle_stands_exactly_where_a_duty_carries_a_right() -> None:
    held = {
        (row.permission, duty)
        for row in matrix()
        for duty, carries in zip(Duty, row.held, strict=True)
        if carries
    }
    assert held == {(right, duty) for duty in Duty for right in PERMISSIONS[duty]}
    assert as_markdown().count("○") == len(held)
