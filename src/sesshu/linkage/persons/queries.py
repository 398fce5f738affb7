"""Read a person of the number linkage."""

from dataclasses import dataclass
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connections


@dataclass(frozen=True, slots=True)
class KnownChange:
    """One 異動 of a person."""

    atena_number: str
    reason: str
    changed_on: date | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with every 宛名番号 and the changes in the order in which they happened."""

    id: int
    integrated_number: str
    atena_numbers: tuple[str, ...]
    changes: tuple[KnownChange, ...]


class UnknownPerson(Exception):
    """No person has this 宛名番号."""


def person_of(atena_number: str, using: str = DEFAULT_DB_ALIAS) -> KnownPerson:
    """The person whom the ward knows under ``atena_number``. Raises UnknownPerson.

    Changes stand by their day; those of one day, or without one, as the ward told them.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.integrated_number FROM person p JOIN person_atena a ON a.person_id = p.id"
            " WHERE a.atena_number = %s",
            [atena_number],
        )
        row = cursor.fetchone()
        if row is None:
            raise UnknownPerson("この宛名番号の人は番号連携サーバーにいません。")
        cursor.execute(
            "SELECT atena_number FROM person_atena WHERE person_id = %s ORDER BY id", [row[0]]
        )
        numbers = tuple(number for (number,) in cursor.fetchall())
        cursor.execute(
            "SELECT a.atena_number, c.reason, c.changed_on"
            " FROM person_change c JOIN person_atena a ON a.id = c.atena_id WHERE a.person_id = %s"
            " ORDER BY coalesce(c.changed_on, (c.told_at AT TIME ZONE 'Asia/Tokyo')::date),"
            " c.told_at, c.position",
            [row[0]],
        )
        changes = tuple(KnownChange(*each) for each in cursor.fetchall())
    return KnownPerson(row[0], row[1], numbers, changes)
