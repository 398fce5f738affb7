"""Read the rulebook, refuse what cannot be law, and name the release by its SHA-256."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from sesshu.schedule import checks
from sesshu.schedule.bounds import Bound, Interval, UnknownPhrase, read_bound, read_interval
from sesshu.schedule.errors import DoubleCode, UnreadableRulebook
from sesshu.schedule.overlays import Overlay, overlaid
from sesshu.schedule.types import (
    BetweenRule,
    Course,
    Exclusion,
    Product,
    Reading,
    Rulebook,
    Series,
    Switch,
)

Row = TypeVar("Row")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PHRASES: Mapping[type, Callable[[str], object]] = {Bound: read_bound, Interval: read_interval}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes that other tables may use, with their Japanese."""

    antigens: dict[str, str]
    routes: dict[str, str]
    facts: dict[str, str]
    questions: dict[str, str]


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The day a rulebook was published."""

    published_on: date


def rulebook_root() -> Traversable:
    """Where the rulebook lies: inside the installed package, or beside `src` in a checkout."""
    packaged = files("sesshu") / "rulebook"
    if packaged.is_dir():
        return packaged
    return Path(str(files("sesshu"))).parents[1] / "rulebook"


@cache
def current() -> Rulebook:
    """The rulebook this installation carries, read once."""
    return load(rulebook_root())


def load(root: Traversable, overlay: Path | None = None) -> Rulebook:
    """Read and check all tables under `root`, with a municipality's overlay where one is named.

    Raises RulebookError with file, place and remedy.
    """
    raw = read_tables(root)
    if overlay is not None:
        raw = overlaid(raw, read_overlay(overlay), overlay.name)
    tables = tables_of(raw)
    checks.refuse_faults(tables)
    return rulebook_of(tables, release_of(raw))


def read_overlay(file: Path) -> Overlay:
    """The decisions of a municipality, from its file. Raises UnreadableRulebook."""
    return overlay_of(file.name, _parsed(file.name, file))


def overlay_of(name: str, raw: object) -> Overlay:
    """The decisions of a municipality, from plain values. Raises UnreadableRulebook."""
    return _typed(name, raw, Overlay)


def tables_of(raw: Mapping[str, Any]) -> checks.Tables:
    """The tables with their types, not yet checked against each other. Raises UnreadableRulebook."""
    words = _typed("words.yaml", raw["words.yaml"], Words)
    courses = sorted(name for name in raw if name.startswith("courses/"))
    return checks.Tables(
        published_on=_typed("published.yaml", raw["published.yaml"], Published).published_on,
        antigens=words.antigens,
        routes=words.routes,
        facts=words.facts,
        questions=words.questions,
        products=_coded(raw, ["products.yaml"], Product),
        series=_coded(raw, ["series.yaml"], Series),
        courses=_coded(raw, courses, Course),
        between=_typed("between.yaml", raw["between.yaml"], tuple[BetweenRule, ...]),
        switches=_typed("switches.yaml", raw["switches.yaml"], tuple[Switch, ...]),
        readings=_typed("readings.yaml", raw["readings.yaml"], tuple[Reading, ...]),
        exclusions=_typed("exclusions.yaml", raw["exclusions.yaml"], tuple[Exclusion, ...]),
    )


def rulebook_of(tables: checks.Tables, release: str) -> Rulebook:
    """The tables as one rulebook under the name of a release."""
    return Rulebook(
        release=release,
        published_on=tables.published_on,
        antigens=dict(tables.antigens),
        routes=dict(tables.routes),
        facts=dict(tables.facts),
        questions=dict(tables.questions),
        products={code: row for code, (_, row) in tables.products.items()},
        series={code: row for code, (_, row) in tables.series.items()},
        courses={code: row for code, (_, row) in tables.courses.items()},
        between=tables.between,
        switches=tables.switches,
        readings=tables.readings,
        exclusions=tables.exclusions,
    )


def release_of(raw: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of the tables: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(msgspec.json.encode(raw, order="deterministic")).hexdigest()


def read_tables(root: Traversable) -> dict[str, Any]:
    """What the files of a rulebook say, by file name, as plain values. Raises UnreadableRulebook."""
    named = {name: root / name for name in checks.TABLE_FILES}
    folder = root / "courses"
    if folder.is_dir():
        named |= {
            f"courses/{file.name}": file
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".yaml")
        }
    return {name: _parsed(name, file) for name, file in named.items()}


def _parsed(name: str, file: Traversable) -> object:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  CSafeLoader
    except FileNotFoundError as problem:
        raise UnreadableRulebook(name, "$", "the file is missing", "restore it") from problem
    except yaml.YAMLError as problem:
        place = getattr(problem, "problem_mark", None)
        where = "$" if place is None else f"line {place.line + 1}, column {place.column + 1}"
        raise UnreadableRulebook(name, where, "this is no YAML", "correct the line") from problem


def _decode_phrase(wanted: type, value: object) -> object:
    if wanted in _PHRASES and isinstance(value, (str, date)):
        return _PHRASES[wanted](str(value))
    raise UnknownPhrase(f"{value!r} is no {wanted.__name__}")


def _typed(name: str, raw: object, wanted: type[Row]) -> Row:
    try:
        return msgspec.convert(raw, wanted, dec_hook=_decode_phrase, builtin_types=(date,))
    except msgspec.ValidationError as problem:
        what, _, path = str(problem).partition(" - at ")
        remedy = "give the field a value of this type; a provision is never left out"
        raise UnreadableRulebook(name, path.strip("`") or "$", what, remedy) from problem


def _coded(
    raw: Mapping[str, object], names: list[str], wanted: type[Row]
) -> dict[str, tuple[str, Row]]:
    found: dict[str, tuple[str, Row]] = {}
    for name in names:
        rows: tuple[Any, ...] = _typed(name, raw[name], tuple[wanted, ...])  # type: ignore[valid-type]
        for row in rows:
            if row.code in found:
                where, remedy = f"$[code={row.code}]", "use another code or join the two rows"
                raise DoubleCode(name, where, f"{row.code} is already defined", remedy)
            found[row.code] = (name, row)
    return found
