"""Documents that can be generated are generated, and are not stale."""

from pathlib import Path

import pytest

from sesshu.foundation.walls.matrix import as_markdown

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("document", "content"),
    [("grants.md", as_markdown())],
)
def test_the_document_is_what_the_code_says_now(document: str, content: str) -> None:
    """When this fails: `sesshu db matrix > docs/grants.md`."""
    assert (DOCS / document).read_text(encoding="utf-8") == content


def test_a_grant_shows_in_the_matrix() -> None:
    assert "| `ledger_entry` |" in as_markdown()
