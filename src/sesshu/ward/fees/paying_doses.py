"""Doses entered as paid or taken back, in an order in which no two settlements wait for each other (V103)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

HELD = 4_096
"""How many locks all doses share (`hold_payment_of_dose`): a transaction may hold them all."""
AT_A_TIME = 5_000
_FIRSTS = """
SELECT n.place, first_row_of_dose(n.dose_id) FROM unnest(%s::bigint[]) WITH ORDINALITY AS n (dose_id, place)
"""
_TAKE = """
INSERT INTO settled_dose (dose_id, sign, unit_yen, charge_yen, claims_line_id)
SELECT n.dose_id, n.sign, n.unit_yen, n.charge_yen, n.claims_line_id
FROM unnest(%s::bigint[], %s::integer[], %s::integer[], %s::integer[], %s::bigint[])
    WITH ORDINALITY AS n (dose_id, sign, unit_yen, charge_yen, claims_line_id, place) ORDER BY n.place
"""


class Payment(NamedTuple):
    """That a dose is paid (1) or taken back (-1); `claims_line` is None where it was claimed on paper."""

    dose: int
    sign: int
    unit_yen: int | None
    charge_yen: int | None
    claims_line: int | None = None


def enter(payments: Sequence[Payment]) -> None:
    """Write them; of one dose what is taken back before what is paid. Raises IntegrityError."""
    ordered = _in_order(payments)
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), AT_A_TIME):
            part = ordered[start : start + AT_A_TIME]
            cursor.execute(
                _TAKE, [[each[at] for each in part] for at in range(len(Payment._fields))]
            )


def _in_order(payments: Sequence[Payment]) -> list[Payment]:
    firsts = dict(_firsts(each.dose for each in payments))
    placed = sorted(enumerate(payments, 1), key=lambda each: (firsts[each[0]] % HELD, each[1].sign))
    return [payment for _, payment in placed]


def _firsts(doses: Iterable[int]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_FIRSTS, [list(doses)])
        return list(cursor.fetchall())
