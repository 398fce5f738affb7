"""What for an auditor opens the ledger (R4, R13, R16, R24)."""

from sesshu.foundation.duties import Labelled


class Purpose(Labelled):
    """利用目的: the code travels in addresses, the words stand in the ledger."""

    REGULAR = "regular", "定期の監査"
    DISCLOSURE = "disclosure", "本人からの開示請求への対応"
    INCIDENT = "incident", "漏えい等の調査"
    COMPLAINT = "complaint", "苦情・相談への対応"


def purpose_of(code: str) -> Purpose | None:
    """The purpose of this code, None when there is none."""
    return next((purpose for purpose in Purpose if purpose == code), None)
