"""券番号 of this municipality: a counter that never comes back, through a permutation only its key knows."""

from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation.keys import lasting_key
from sesshu.foundation.walls import Place, current_place
from sesshu.kernel.voucher_numbers import Permutation, voucher_number

PURPOSE = "voucher-numbers"
DRAW = "SELECT draw_voucher_counters(%s)"


def draw(how_many: int, using: str = DEFAULT_DB_ALIAS) -> list[tuple[int, str]]:
    """So many new counters with their numbers; those of a transaction that fails are lost, never reused."""
    if not how_many:
        return []
    with connections[using].cursor() as cursor:
        cursor.execute(DRAW, [how_many])
        (counters,) = cursor.fetchone()
    permutation = _permutation(current_place())
    return [(counter, voucher_number(counter, permutation)) for counter in counters]


@lru_cache(maxsize=8)
def _permutation(place: Place) -> Permutation:
    return Permutation(lasting_key(place, PURPOSE))
