"""The rulebook as a document for people: `manual(rulebook, on)` gives its outline, made of data alone."""

from collections.abc import Iterable, Iterator
from datetime import date

from sesshu.schedule.manual.general import (
    between_section,
    exclusion_section,
    reading_section,
    switch_section,
)
from sesshu.schedule.manual.glance import glance
from sesshu.schedule.manual.outline import (
    Cell,
    Manual,
    Points,
    Question,
    Section,
    Table,
    Terms,
)
from sesshu.schedule.manual.series import CATEGORIES, series_section
from sesshu.schedule.manual.vaccines import outside_section
from sesshu.schedule.types import Rulebook

TITLE = "予防接種の規則の手引き"


def manual(rulebook: Rulebook, on: date) -> Manual:
    """The whole rulebook with the law of a day set apart from the law before and after it."""
    chapters = tuple(_category(category, on, rulebook) for category in CATEGORIES)
    general = (between_section, switch_section, exclusion_section, outside_section)
    parts = (reading_section(rulebook, on), *chapters, *(made(rulebook) for made in general))
    return Manual(
        title=TITLE,
        on=on,
        release=rulebook.release,
        parts=parts,
        questions=tuple(
            Question(id, number, text, _asked_in(id, parts))
            for number, (id, text) in enumerate(rulebook.questions.items(), start=1)
        ),
    )


def _category(category: str, on: date, rulebook: Rulebook) -> Section:
    series = [one for one in rulebook.series.values() if one.category == category]
    return Section(
        f"category-{category}",
        CATEGORIES[category],
        glance(series, on, rulebook),
        tuple(series_section(one, on, rulebook) for one in series),
    )


def _asked_in(id: str, parts: Iterable[Section]) -> tuple[str, ...]:
    """Titles of the chapters, or of the series in them, that rest on a question."""
    named = [section for part in parts for section in (part.sections or (part,))]
    return tuple(
        section.title
        for section in named
        if any(id in cell.verify for below in section.walk() for cell in _cells(below))
    )


def _cells(section: Section) -> Iterator[Cell]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield block.caption
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, Terms):
            yield from (cell for term in block.rows for cell in term.said)
        elif isinstance(block, Points):
            yield from block.items
