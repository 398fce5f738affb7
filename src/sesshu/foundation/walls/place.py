"""Where the running code stands: one municipality in one system."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connections


class OutsideWalls(Exception):
    """The database was asked for while no municipality was entered."""


class WallBreach(Exception):
    """A connection of one municipality was asked for while working for another."""


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality (six digits, check digit included) in one system."""

    municipality: str
    system: str

    def __post_init__(self) -> None:
        """Names of schemas and roles are built from these two, so nothing else may stand in them."""
        if not re.fullmatch(r"[0-9]{6}", self.municipality):
            raise ValueError(f"municipality code must be six digits: {self.municipality!r}")
        if not re.fullmatch(r"[a-z]{2,20}", self.system):
            raise ValueError(f"system must be a short lower-case word: {self.system!r}")

    @property
    def schema(self) -> str:
        return f"m{self.municipality}_{self.system}"

    @property
    def owner(self) -> str:
        """The NOLOGIN role that owns the schema; only ``sesshu migrate`` becomes it."""
        return f"{self.schema}_owner"

    @property
    def clock(self) -> str:
        """The schema of a demo's clock, which is there only while the demo is built."""
        return f"{self.schema}_clock"

    def role(self, zone: str) -> str:
        """The login role of one process zone."""
        return f"{self.schema}_{zone}"


_place: ContextVar[Place | None] = ContextVar("sesshu_place", default=None)


def current_place() -> Place:
    """The place entered last; raises OutsideWalls when none is."""
    place = _place.get()
    if place is None:
        raise OutsideWalls(
            "no municipality was entered: wrap the work in `with enter(Place(code, system)):`"
        )
    return place


@contextmanager
def enter(place: Place) -> Iterator[Place]:
    """Work for ``place`` within the block. Raises WallBreach inside another place's transaction."""
    before = _place.get()
    if before != place:
        _hand_back_connections()
    token = _place.set(place)
    try:
        yield place
    finally:
        if before != place:
            _hand_back_connections()
        _place.reset(token)


def _hand_back_connections() -> None:
    """A connection belongs to one role for life: give it back to its pool before the place changes."""
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            raise WallBreach("the place cannot change inside a transaction")
        connection.close()
