"""Files nobody fetched in time: their content and passphrase are erased, the entry stays (D6)."""

from django.db import connections

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor

JOBS = "jobs"
PURPOSE = "区の保管分の消去"
LAPSED = """
SELECT take_out_id FROM take_out_file WHERE expires_at <= clock_timestamp() AND NOT is_empty
ORDER BY take_out_id
"""
ERASE = """
UPDATE take_out_file SET content = NULL, sealed_passphrase = NULL WHERE take_out_id = ANY (%s)
"""


def erase_lapsed() -> bool:
    """Erase what is left of files whose time is over; whether there were any."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(LAPSED)
        lapsed = [number for (number,) in cursor.fetchall()]
        if lapsed:
            with ledger.act(
                Actor.system("media.lapsed"), "take_out.lapsed", PURPOSE, JOBS
            ) as entry:
                entry.detail(take_outs=lapsed)
                cursor.execute(ERASE, [lapsed])
    return bool(lapsed)
