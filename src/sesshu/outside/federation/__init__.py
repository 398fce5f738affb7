"""A stand-in for a 国民健康保険団体連合会: clinics' claims of a month as one file, some wrong on purpose.

It knows what clinics say they gave and what they ask for it, never the ward's records. The same facts give
the same bytes.
"""

from sesshu.outside.federation.claims import AskedPrices, claims_of
from sesshu.outside.federation.faults import CLASSES, Planted, planted
from sesshu.outside.federation.write import Written, write_claims

__all__ = [
    "CLASSES",
    "AskedPrices",
    "Planted",
    "Written",
    "claims_of",
    "planted",
    "write_claims",
]
