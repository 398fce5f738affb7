"""What each zone may do with each table: read from ``grants/*.toml``, applied exactly, printed as a matrix.

A table without an entry is granted to nobody. A key is a zone, or ``*`` for every zone of the system;
a value is a list of privileges as PostgreSQL writes them, columns allowed.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sesshu.foundation.walls.zones import zones, zones_of

PRIVILEGE = re.compile(r"(SELECT|INSERT|UPDATE|DELETE|EXECUTE)(\s*\([a-z0-9_, ]+\))?")
FUNCTION_PREFIX = "function:"


class BadGrant(Exception):
    """A line of a grants file cannot be applied; the message names file, table and zone."""


@dataclass(frozen=True, slots=True)
class Grant:
    """``privilege`` (with columns, if any) on ``target`` for ``zone``."""

    target: str
    zone: str
    privilege: str

    @property
    def on_function(self) -> bool:
        return self.target.startswith(FUNCTION_PREFIX)

    def object_name(self) -> str:
        """How PostgreSQL's GRANT names the target."""
        if self.on_function:
            return "FUNCTION " + self.target.removeprefix(FUNCTION_PREFIX)
        return f'TABLE "{self.target}"'


@cache
def grants_of(system: str) -> tuple[Grant, ...]:
    """All grants of one system: the foundation's tables and its own. Raises BadGrant."""
    names = tuple(zone.name for zone in zones_of(system))
    found: list[Grant] = []
    for app in ("foundation", system):
        for target, entry in _read(app).items():
            found.extend(_grants(app, target, entry, names))
    return tuple(found)


def _read(app: str) -> dict[str, dict[str, str]]:
    file = files("sesshu.foundation.walls").joinpath("grants", f"{app}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _grants(app: str, target: str, entry: dict[str, str], names: tuple[str, ...]) -> list[Grant]:
    found = []
    for key, privileges in entry.items():
        if key != "*" and key not in (_every_zone() if app == "foundation" else names):
            raise BadGrant(f"grants/{app}.toml [{target}]: there is no zone {key!r}")
        for zone in names if key == "*" else [key] if key in names else []:
            found += [Grant(target, zone, each) for each in _privileges(app, target, privileges)]
    return found


def _every_zone() -> set[str]:
    return {zone.name for zone in zones()}


def _privileges(app: str, target: str, text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", text) if part.strip()]
    for part in parts:
        if not PRIVILEGE.fullmatch(part):
            raise BadGrant(f"grants/{app}.toml [{target}]: {part!r} is no privilege we grant")
    return parts
