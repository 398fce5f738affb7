"""支援措置の終了: contacts come back to the ordinary tables when two people ended a protection."""

from sesshu.foundation.runs import Chunk, Job, Outcome, Run, job
from sesshu.foundation.walls import current_place
from sesshu.ward.residents.home import home_of
from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.keys import home_key
from sesshu.ward.residents.protection import END_JOB, PURPOSE

_CONTACTS = """
SELECT s.resident_id, v.address, v.building, v.phone
FROM resident_search s JOIN resident_version v ON v.id = s.version_id WHERE s.resident_id = ANY (%s)
"""
_FOUND_AGAIN = "UPDATE resident_search SET address_key = %s, phone = %s WHERE resident_id = %s"


@job(END_JOB, system="ward", title="支援措置の終了", purpose=PURPOSE)
class EndProtection(Job):
    """One chunk: a household."""

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """PostgreSQL lifts it only for an approved proposal that nothing newer stands against."""
        proposal = run.params["proposal"]
        residents = bulk.ids("SELECT lift_protection(%s)", [proposal])
        home = home_of(current_place().municipality)
        for resident, address, building, phone in bulk.rows(_CONTACTS, [residents]):
            key = home_key(address, building, home) if address else None
            bulk.execute(_FOUND_AGAIN, [key, phone, resident])
        return Outcome(counts={"residents": len(residents)}, members=residents)
