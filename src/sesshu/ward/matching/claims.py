"""What a record tells of the person it is about, and what the residents have to say to it."""

from dataclasses import dataclass
from datetime import date

from sesshu.kernel.matching import Candidate, FourItems, Verdict, four_items


@dataclass(frozen=True, slots=True)
class Claim:
    """A person as a record tells of them; None for what it leaves out.

    `atena_number` and `voucher_number` are as `kernel.numbers` and `kernel.voucher_numbers` read them, from
    paper of this ward only. `sex` is the register's code.
    """

    name: str | None = None
    name_kana: str | None = None
    sex: str | None = None
    born_on: date | None = None
    address: str | None = None
    building: str | None = None
    atena_number: str | None = None
    voucher_number: str | None = None

    def items(self, home: str) -> FourItems:
        """The keys of the four items; `home` is that of `address_key`."""
        homes = [(self.address, self.building)] if self.address else []
        return four_items([self.name], [self.name_kana], self.sex, self.born_on, homes, home)


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody a record may be about, as registered last, with the agreement of each item."""

    resident_id: int
    atena_number: str
    name: str
    name_kana: str
    sex: str
    born_on: date
    address: str | None
    building: str | None
    agreement: Candidate


@dataclass(frozen=True, slots=True)
class Matched:
    """What may be done with a record, and the people it may be about, likeliest first.

    Where one of them is protected, the verdict is that of nobody found and the list is empty: whoever works
    with it sees no difference. `sheltered` then holds the ids of everybody it may be about, for the queue of
    the 支援措置担当 and for nobody else (number-linkage §5.5 D7).
    """

    verdict: Verdict
    candidates: tuple[Likely, ...] = ()
    sheltered: tuple[int, ...] = ()

    @property
    def resident_id(self) -> int | None:
        """Whose record it is, where that is certain."""
        return self.candidates[0].resident_id if self.verdict is Verdict.SAME else None
