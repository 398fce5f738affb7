"""The text of our style sheets, for pages of the portal and for files that stand alone."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "ui" / "css"
FIRST = ("tokens.css", "base.css")  # component sheets may follow in any order


@cache
def stylesheet() -> str:
    """Tokens, base, then one sheet per component."""
    rest = sorted(path.name for path in FOLDER.glob("*.css") if path.name not in FIRST)
    return "\n".join((FOLDER / name).read_text("utf-8") for name in (*FIRST, *rest))
