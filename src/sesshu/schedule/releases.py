"""Releases: a rulebook as one file that never changes, named by its SHA-256."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from sesshu.schedule import checks
from sesshu.schedule.errors import UnreadableRulebook
from sesshu.schedule.load import load, overlay_of, read_tables, rulebook_of, tables_of
from sesshu.schedule.overlays import Overlay, overlaid
from sesshu.schedule.types import Rulebook

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AS_WRITTEN = "take the file as `sesshu schedule release` wrote it"


def release_text(root: Traversable) -> bytes:
    """The tables under `root` as canonical JSON: sorted keys, no spaces, UTF-8. Raises RulebookError."""
    load(root)
    return _canonical(read_tables(root))


def read_release(text: bytes, name: str = "release") -> Rulebook:
    """The rulebook of a release, checked as any other. Raises RulebookError.

    `release` of the answer is the SHA-256 of the very bytes given; anything not canonical is refused.
    """
    try:
        raw = msgspec.json.decode(text)
    except msgspec.DecodeError as problem:
        raise UnreadableRulebook(name, "$", "this is no JSON", AS_WRITTEN) from problem
    if not isinstance(raw, dict) or _canonical(raw) != text:
        raise UnreadableRulebook(name, "$", "this is no canonical JSON", AS_WRITTEN)
    if missing := [file for file in checks.TABLE_FILES if file not in raw]:
        raise UnreadableRulebook(name, "$", f"{missing[0]} is missing", AS_WRITTEN)
    tables = tables_of({file: _with_days(rows) for file, rows in raw.items()})
    checks.refuse_faults(tables)
    return rulebook_of(tables, hashlib.sha256(text).hexdigest())


def overlay_text(text: str, name: str) -> bytes:
    """A municipality's decisions as canonical JSON, from YAML. Raises UnreadableRulebook."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise UnreadableRulebook(name, "$", "this is no YAML", "correct the file") from problem
    overlay_of(name, raw)
    return _canonical(raw)


def read_overlay_text(overlay: bytes, name: str = "overlay") -> Overlay:
    """The decisions that `overlay_text` wrote. Raises UnreadableRulebook."""
    return overlay_of(name, _with_days(msgspec.json.decode(overlay)))


def narrowed(text: bytes, overlay: bytes) -> bytes:
    """A release with a municipality's decisions laid on: a release like any other.

    Raises RulebookError where they would let more people in than the release does.
    """
    raw = _with_days(msgspec.json.decode(text))
    release = _canonical(overlaid(raw, read_overlay_text(overlay), "overlay"))
    read_release(release)
    return release


def rulebook_at(path: Path) -> Rulebook:
    """The rulebook of a release file, or of a folder of tables. Raises RulebookError."""
    return load(path) if path.is_dir() else read_release(path.read_bytes(), path.name)


def _with_days(value: Any) -> Any:
    """The value with its ISO days as dates, as YAML reads them."""
    if isinstance(value, dict):
        return {key: _with_days(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_days(one) for one in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def _canonical(raw: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(raw, order="deterministic")
