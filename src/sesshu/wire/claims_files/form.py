"""One claim about a dose, as a line of a file tells it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sesshu.wire.clinic_files.codes import GIVEN


class ClaimKind(StrEnum):
    """What a line asks for: money, or that a claim paid before is taken back."""

    CLAIM = "claim"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """The values of a line; codes are given by their names, money in yen.

    `original_number` is that of the claim which a withdrawal takes back.
    """

    claim_number: str
    kind: str = ClaimKind.CLAIM
    original_number: str | None = None
    provider_code: str
    voucher_number: str | None = None
    name_kana: str
    birth_on: date
    sex: str
    series: str
    product: str | None = None
    outcome: str = GIVEN
    given_on: date
    unit_yen: int
    charge_yen: int = 0
    yen: int

    @property
    def signed_yen(self) -> int:
        """What the ward is to pay by this line: less than nothing where it takes a claim back."""
        return -self.yen if self.kind == ClaimKind.WITHDRAWAL else self.yen
