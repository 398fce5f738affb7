"""The places a worker serves: those of the directory whose role it was given the password of."""

from django.db import connections

from sesshu.foundation.walls import Place, directory, enter
from sesshu.foundation.walls.secrets import given
from sesshu.foundation.walls.zones import systems


def places_served(zone: str) -> list[Place]:
    """The places of ``zone``, municipality by municipality; one that is being made is not there yet."""
    mine = {Place(code, system) for system in systems() for code in given(f"{system}_{zone}")}
    if not mine:
        return []
    with enter(min(mine, key=lambda place: place.schema)):
        connections[zone].ensure_connection()
        known = directory.places(connections[zone].connection)
    return [place for place in known if place in mine]


def pairs(places: list[Place]) -> list[tuple[Place, Place]]:
    """Every two systems of one municipality, as sender and receiver."""
    return [
        (sender, receiver)
        for sender in places
        for receiver in places
        if sender != receiver and sender.municipality == receiver.municipality
    ]
