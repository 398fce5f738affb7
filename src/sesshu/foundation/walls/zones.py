"""The systems and zones that exist, read from ``zones.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")


@dataclass(frozen=True, slots=True)
class Zone:
    """One process zone of one system; ``limits`` are settings of its PostgreSQL role."""

    system: str
    name: str
    duty: str
    limits: tuple[tuple[str, str], ...]
    temporary: bool


@cache
def zones() -> tuple[Zone, ...]:
    """Every zone of every system, in the order of the file."""
    text = files("sesshu.foundation.walls").joinpath("zones.toml").read_text(encoding="utf-8")
    return tuple(
        _zone(system, name, entry)
        for system, entries in tomllib.loads(text).items()
        for name, entry in entries.items()
    )


def zones_of(system: str) -> tuple[Zone, ...]:
    """The zones of one system; raises KeyError for a system that is not there."""
    found = tuple(zone for zone in zones() if zone.system == system)
    if not found:
        raise KeyError(f"no zones for system {system!r} in zones.toml")
    return found


def systems() -> tuple[str, ...]:
    """The systems that have a schema per municipality."""
    return tuple(dict.fromkeys(zone.system for zone in zones()))


def _zone(system: str, name: str, entry: dict[str, str | bool]) -> Zone:
    limits = tuple((limit, str(entry[limit])) for limit in LIMITS)
    return Zone(system, name, str(entry["duty"]), limits, bool(entry.get("temporary", False)))
