"""A proposal as clerks make them."""

from ledger_of_tests import CLERK

from sesshu.foundation import second_person
from sesshu.foundation.second_person import Proposal

PAYLOAD = {"series": "MR1", "dose": 1, "given_on": "2026-04-01", "lot": "Y123", "amount_ml": "0.5"}


def proposed(**others: object) -> Proposal:
    """A dose that the clerk entered."""
    return second_person.propose(CLERK, "ward.dose", PAYLOAD, [41], "予診票", **others)
