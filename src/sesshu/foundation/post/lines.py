"""The line of papers between us and another system. Whoever has its row locked is alone with the line."""

from django.db import connections

from sesshu.foundation.post.state import Direction

JOBS = "jobs"


def take_line(direction: Direction, system: str) -> int:
    """Lock the line until the transaction ends; the next sequence of it."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(
            "INSERT INTO paper_line (direction, system) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [direction.value, system],
        )
        cursor.execute(
            "SELECT next_sequence FROM paper_line WHERE direction = %s AND system = %s FOR UPDATE",
            [direction.value, system],
        )
        (next_sequence,) = cursor.fetchone()
    return int(next_sequence)


def move_line(direction: Direction, system: str, next_sequence: int) -> None:
    """Say which sequence is next."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(
            "UPDATE paper_line SET next_sequence = %s WHERE direction = %s AND system = %s",
            [next_sequence, direction.value, system],
        )
