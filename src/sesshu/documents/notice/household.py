"""One letter for several people of a household, where it says the same to the same person."""

from collections.abc import Iterable
from itertools import groupby

import msgspec

from sesshu.documents.notice.contract import Letter, Matter, Subject

MOST_LINES = 6
"""Vaccinations one page holds, in large type too."""


def merged(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """Letters of one wording to one person at one address as one, in the order of the first of each.

    A letter whose vaccinations would not fit its page becomes several; none is about nobody.
    """
    by_reader: dict[object, list[Letter]] = {}
    for letter in letters:
        by_reader.setdefault(_reader(letter), []).append(letter)
    return tuple(one for group in by_reader.values() for one in _pages(group))


def _reader(letter: Letter) -> tuple[object, ...]:
    return letter.wording, letter.address, letter.name, letter.honorific, letter.number


def _pages(group: list[Letter]) -> list[Letter]:
    lines = [
        (subject, matter)
        for letter in group
        for subject in letter.subjects
        for matter in subject.matters
    ]
    parts = [lines[at : at + MOST_LINES] for at in range(0, len(lines), MOST_LINES)]
    return [msgspec.structs.replace(group[0], subjects=_subjects(part)) for part in parts]


def _subjects(lines: list[tuple[Subject, Matter]]) -> tuple[Subject, ...]:
    return tuple(
        msgspec.structs.replace(subject, matters=tuple(matter for _, matter in of_subject))
        for subject, of_subject in groupby(lines, key=lambda line: line[0])
    )
