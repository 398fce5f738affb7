"""Sections of the manual that hold the words somebody looks for."""

import unicodedata

import msgspec

from sesshu.schedule.manual.outline import Manual, Section


def narrowed(document: Manual, words: str) -> Manual:
    """The manual without the chapters, and of the series without those, that lack one of the words."""
    kept = set(found_in(document, words))
    parts = (_kept(part, kept) for part in document.parts)
    return msgspec.structs.replace(document, parts=tuple(part for part in parts if part))


def found_in(document: Manual, words: str) -> tuple[str, ...]:
    """Anchors of the chapters and series that hold all words, whatever their width and case."""
    asked = _plain(words).split()
    return tuple(
        section.anchor
        for part in document.parts
        for section in (part.sections or (part,))
        if all(word in _text(section) for word in asked)
    )


def _kept(part: Section, kept: set[str]) -> Section | None:
    if part.anchor in kept:
        return part
    sections = tuple(section for section in part.sections if section.anchor in kept)
    return msgspec.structs.replace(part, blocks=(), sections=sections) if sections else None


def _text(section: Section) -> str:
    return _plain(msgspec.json.encode(section).decode())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
