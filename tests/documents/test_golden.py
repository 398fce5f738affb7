"""The text of every sample, word for word: a change on paper is seen in review, before it goes to the post.

`python -m documents.test_golden` in tests/ writes the texts anew.
"""

from pathlib import Path

import pytest
from documents.test_printing import FORMS
from pypdfium2 import PdfDocument

from sesshu.documents import Form, render

GOLDEN = Path(__file__).parent / "golden"


def lines_of(form: Form) -> str:  # type: ignore[type-arg]
    """The text of the pages of a form's sample, each line without white space."""
    document = PdfDocument(render(form, form.sample()))
    pages = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    lines = ("".join(line.split()) for page in pages for line in page.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.folder.name)
def test_a_sample_says_what_it_said_when_somebody_looked_at_it(form: Form) -> None:  # type: ignore[type-arg]
    assert lines_of(form) == (GOLDEN / f"{form.folder.name}.txt").read_text("utf-8")


def test_no_text_is_kept_of_a_form_that_is_gone() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == {form.folder.name for form in FORMS}


if __name__ == "__main__":
    for each in FORMS:
        (GOLDEN / f"{each.folder.name}.txt").write_text(lines_of(each), "utf-8")
