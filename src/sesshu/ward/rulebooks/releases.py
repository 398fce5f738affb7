"""The releases this ward keeps: what judged a dose of last year is still here to judge it again."""

from datetime import datetime
from functools import cache, lru_cache

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.schedule.load import current, rulebook_root
from sesshu.schedule.releases import narrowed, read_release, release_text
from sesshu.schedule.types import Rulebook
from sesshu.ward.rulebooks.overlays import overlay_in_force

KEEP = """
INSERT INTO rulebook_release (release, content, kept_at)
VALUES (%s, %s, clock_timestamp()) ON CONFLICT (release) DO NOTHING
"""
CONTENT = "SELECT content FROM rulebook_release WHERE release = %s"
LATEST = "SELECT release FROM rulebook_in_force ORDER BY id DESC LIMIT 1"
BEGIN = "INSERT INTO rulebook_in_force (release, since_at) VALUES (%s, clock_timestamp())"
IN_FORCE = """
SELECT release FROM rulebook_in_force WHERE since_at <= %s ORDER BY since_at DESC, id DESC LIMIT 1
"""
RELEASES_READ = 4


class UnknownRelease(LookupError):
    """A release that this ward never used, or an instant before it used any."""


@cache
def current_text() -> bytes:
    """The rulebook this installation carries, as a release."""
    return release_text(rulebook_root())


def rulebook_here(using: str = DEFAULT_DB_ALIAS) -> Rulebook:
    """The law as it judges here now: the release installed, narrowed by what the municipality decided.

    Raises RulebookError where the two do not fit; comparing with the release says so before it is installed.
    """
    overlay = overlay_in_force(using)
    return current() if overlay is None else _read(_narrowed(current_text(), overlay))


def keep_current(using: str = DEFAULT_DB_ALIAS) -> str:
    """Keep the release that judges from now on, unless it did before; its name."""
    release, overlay = rulebook_here(using).release, overlay_in_force(using)
    with connections[using].cursor() as cursor:
        cursor.execute(LATEST)
        if cursor.fetchone() != (release,):
            text = current_text() if overlay is None else _narrowed(current_text(), overlay)
            cursor.execute(KEEP, [release, text])
            cursor.execute(BEGIN, [release])
    return release


def keep_draft(content: bytes, using: str = DEFAULT_DB_ALIAS) -> str:
    """Keep a release that is only compared with, narrowed as here; its name. Raises RulebookError."""
    overlay = overlay_in_force(using)
    read_release(content)
    content = content if overlay is None else _narrowed(content, overlay)
    release = read_release(content).release
    with connections[using].cursor() as cursor:
        cursor.execute(KEEP, [release, content])
    return release


def kept(release: str, using: str = DEFAULT_DB_ALIAS) -> Rulebook:
    """The rulebook of a release this ward keeps. Raises UnknownRelease."""
    if release == current().release:
        return current()
    with connections[using].cursor() as cursor:
        cursor.execute(CONTENT, [release])
        row = cursor.fetchone()
    if row is None:
        raise UnknownRelease(f"規則の版 {release} は、この自治体では使っていません。")
    return _read(bytes(row[0]))


def in_force_at(instant: datetime, using: str = DEFAULT_DB_ALIAS) -> Rulebook:
    """The rulebook that judged at an instant. Raises UnknownRelease."""
    with connections[using].cursor() as cursor:
        cursor.execute(IN_FORCE, [instant])
        row = cursor.fetchone()
    if row is None:
        raise UnknownRelease("その日時には、まだ判定をしていません。")
    return kept(row[0], using)


@lru_cache(maxsize=RELEASES_READ)
def _narrowed(content: bytes, overlay: bytes) -> bytes:
    return narrowed(content, overlay)


@lru_cache(maxsize=RELEASES_READ)
def _read(content: bytes) -> Rulebook:
    return read_release(content)
