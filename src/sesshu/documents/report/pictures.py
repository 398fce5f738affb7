"""A chart as PNG, by the typesetter that prints our paper: the same faces, nothing of the machine's."""

from pathlib import Path

import typst

from sesshu.documents.faces import fonts
from sesshu.documents.situations import Misprint

TEMPLATE = Path(__file__).parent / "picture.typ"
DOTS_AN_INCH = 144


def picture(svg: str) -> bytes:
    """A PNG of a chart, 1,000 pixels wide. Raises MissingFace, Misprint."""
    compiler = typst.Compiler(root=str(TEMPLATE.parent), font_paths=fonts())
    try:
        png = compiler.compile(
            input=str(TEMPLATE), format="png", ppi=DOTS_AN_INCH, sys_inputs={"svg": svg}
        )
    except typst.TypstError as problem:
        raise Misprint(f"chart: {problem}") from problem
    return bytes(png)  # type: ignore[arg-type]  # one page, so one picture
