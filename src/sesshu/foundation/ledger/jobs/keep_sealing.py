"""The sealer's work: every second, every ledger this process holds the sealer's password for."""

import logging
from threading import Event

from django.db import DatabaseError

from sesshu.foundation.ledger.sealing.sealer import Sealer, SealsDisagree
from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.secrets import given
from sesshu.foundation.walls.zones import systems

EVERY_SECONDS = 1.0

log = logging.getLogger(__name__)


def keep_sealing(stop: Event) -> None:
    """Seal until ``stop`` is set, and once more then. A ledger in trouble does not hold up the others."""
    ended = False
    while not ended:
        ended = stop.wait(EVERY_SECONDS)
        for place in places_to_seal():
            seal_or_complain(place)


def places_to_seal() -> list[Place]:
    """Every place of this installation whose sealer this process may be."""
    return [Place(code, system) for system in systems() for code in given(f"{system}_sealer")]


def seal_place(place: Place) -> int:
    """Seal what finished transactions wrote; how many entries that were. Raises SealsDisagree."""
    with enter(place):
        return Sealer.of(place).seal_finished()


def seal_or_complain(place: Place) -> None:
    """As `seal_place`; what goes wrong is logged, and tried again in a second."""
    try:
        seal_place(place)
    except SealsDisagree:
        log.exception(
            "the ledger of %s is not sealed: see docs/runbooks/ledger-seal.md", place.schema
        )
    except (DatabaseError, OSError):
        log.exception("the ledger of %s could not be sealed now", place.schema)
