"""The door: a form and its data in, a PDF out, or a named reason why not."""

from typing import Literal

import msgspec
import typst

from sesshu.documents.faces import fonts
from sesshu.documents.forms import Data, Form
from sesshu.documents.glyphs import refuse_missing
from sesshu.documents.situations import Misprint

ON_SCREEN: Literal["ua-1"] = "ua-1"  # no text without a glyph, read in the right order


def render(form: Form[Data], data: Data) -> bytes:
    """The PDF of a document: the same bytes for the same data.

    Raises MissingGlyph, MissingFace, or Misprint where typst warns or refuses.
    """
    refuse_missing(data)
    return typeset(form, data)


def typeset(form: Form[Data], data: Data) -> bytes:
    """The PDF of a document whose characters have been looked up.

    Raises MissingFace, or Misprint where typst warns or refuses.
    """
    if not form.underlay or form.on_screen:
        return _compiled(form, data)
    shared = msgspec.structs.replace(data, **{form.pages: ()})
    underlay = _compiled(form, shared, part="underlay")
    return _compiled(form, data, part="pages", underlay=str(list(underlay)))


def _compiled(form: Form[Data], data: Data, **inputs: str) -> bytes:
    compiler = typst.Compiler(root=str(form.root), font_paths=fonts())
    try:
        pdf, warnings = compiler.compile_with_warnings(
            input=str(form.template),
            format="pdf",
            sys_inputs={"data": msgspec.json.encode(data).decode()} | inputs,
            pdf_standards=ON_SCREEN if form.on_screen else None,
            pdf_tags=form.on_screen,
        )
    except typst.TypstError as problem:
        raise Misprint(f"{form.folder.name}: {problem}") from problem
    if warnings:
        raise Misprint(f"{form.folder.name}: {'; '.join(one.message for one in warnings)}")
    return bytes(pdf)  # type: ignore[arg-type]  # one file, for PDF is one
