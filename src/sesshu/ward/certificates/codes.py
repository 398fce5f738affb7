"""Kinds of certificate with the doses that each may name (施行規則4条)."""

from sesshu.documents.vaccination_certificate import Kind as Printed
from sesshu.foundation.duties import Labelled
from sesshu.kernel.outcomes import Legal

MOST_DOSES = 7
"""As many as its frame holds."""


class Kind(Labelled):
    """Which form it is."""

    ROUTINE = "routine", "定期の予防接種"
    SPECIAL = "special", "臨時の予防接種"


PROVES = {Legal.ROUTINE_A: Kind.ROUTINE, Legal.ROUTINE_B: Kind.ROUTINE, Legal.SPECIAL: Kind.SPECIAL}
"""What the law of its day made of a dose: of anything else the ward proves nothing by these forms."""
PRINTED = {Kind.ROUTINE: Printed.ROUTINE, Kind.SPECIAL: Printed.SPECIAL}
