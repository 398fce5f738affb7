"""A claims file settled: judged by line, shown, and fixed as shown by a second person (V106, R5)."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
from django.db import connection

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Content, Proposal, State, takes_effect
from sesshu.schedule.types import Rulebook
from sesshu.ward.federation.codes import KIND, PURPOSE
from sesshu.ward.federation.judging import UNPRICED, Judged, Known, judge
from sesshu.ward.federation.known import known_about
from sesshu.ward.federation.models import ClaimsFile
from sesshu.ward.federation.queries import is_newest, lines_of
from sesshu.ward.federation.situations import NotTheNewestFile
from sesshu.ward.federation.undone import Undone, undone
from sesshu.ward.fees import paying_doses
from sesshu.ward.fees.codes import Treatment
from sesshu.ward.fees.paying_doses import AT_A_TIME, Payment
from sesshu.ward.fees.settlements import SITUATIONS, is_settled
from sesshu.ward.fees.settling import Row
from sesshu.ward.fees.situations import AlreadySettled, SettlementChanged, WithoutPrice
from sesshu.ward.rulebooks.releases import rulebook_here

_WRITE = "INSERT INTO settlement (proposal_id) VALUES (%s) RETURNING id"
_ANSWER = """
INSERT INTO claims_outcome (settlement_id, line_id, treatment, finding, cause, yen)
SELECT %s, n.* FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::integer[])
    AS n (line_id, treatment, finding, cause, yen)
"""
Answer = tuple[int, str, str | None, str | None, int]
"""Line, treatment, finding, cause, yen."""


@dataclass(frozen=True)
class Sheet:
    """A file held against the records: every line judged, and what is taken back of earlier files."""

    judged: tuple[Judged, ...]
    undone: tuple[Undone, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the settlement: lines of one month, kind, price and treatment together."""
        counted = Counter[Row]()
        for row in self._each_row():
            counted[replace(row, doses=0)] += row.doses
        return tuple(replace(row, doses=doses) for row, doses in sorted(counted.items(), key=str))

    @property
    def yen(self) -> int:
        """What the ward pays; less than nothing where more is taken back."""
        return sum(row.yen for row in self.rows)

    @cached_property
    def answers(self) -> list[Answer]:
        """What every line is answered, those of earlier files last."""
        now = [_answer(each) for each in self.judged]
        before = [
            (
                each.paid.line or 0,
                "adjusted",
                each.finding.value,
                each.finding.label,
                each.paid.row.yen,
            )
            for each in self.undone
        ]
        return now + before

    @property
    def sha256(self) -> str:
        """What the second person approves beside the sums: which line is answered what."""
        return hashlib.sha256(msgspec.json.encode(self.answers)).hexdigest()

    @property
    def lacks_price(self) -> bool:
        """Whether a line is kept from being paid by nothing but a price of the ward's own."""
        return any(each.findings and UNPRICED.issuperset(each.findings) for each in self.judged)

    def payments(self) -> Iterator[Payment]:
        """What is taken back and what is paid."""
        withdrawn = (each.paid for each in self.judged if each.paid)
        for paid in (*withdrawn, *(each.paid for each in self.undone)):
            yield Payment(paid.dose, -1, paid.row.unit_yen, paid.row.charge_yen, paid.line)
        for each in self.judged:
            if each.treatment is Treatment.PAID and (dose := each.dose):
                yield Payment(dose.id, 1, dose.unit_yen, dose.charge_yen, each.line.id)

    def _each_row(self) -> Iterator[Row]:
        yield from (each.row for each in self.judged)
        for each in self.undone:
            yield each.paid.row


def sheet_of(file: ClaimsFile, rulebook: Rulebook) -> Sheet:
    """A file held against what is known now."""
    lines = lines_of(file)
    falling = undone(file.federation)
    known = known_about(lines, rulebook)
    return Sheet(tuple(judge(lines, _without(known, falling))), tuple(falling))


def propose(actor: Actor, file: ClaimsFile, reason: str) -> Proposal:
    """Ask a second person to settle a file. Raises AlreadySettled, NotTheNewestFile, WithoutPrice."""
    if is_settled(file.federation, file.month):
        raise AlreadySettled
    if not is_newest(file):
        raise NotTheNewestFile
    sheet = sheet_of(file, rulebook_here())
    if sheet.lacks_price:
        raise WithoutPrice
    payload: dict[str, Content] = {
        "provider_code": file.federation,
        "month": file.month.isoformat(),
        "claims_file": file.pk,
        "rows": msgspec.to_builtins(sheet.rows),
        "yen": sheet.yen,
        "answers_sha256": sheet.sha256,
    }
    return second_person.propose(actor, KIND, payload, [], reason, purpose=PURPOSE)


@takes_effect(KIND)
def _fixed(actor: Actor, proposal: Proposal) -> None:
    """The file is settled as it was shown. Raises SettlementChanged, AlreadySettled."""
    file = ClaimsFile.objects.get(pk=proposal.payload["claims_file"])
    sheet = sheet_of(file, rulebook_here())
    if not is_newest(file) or sheet.sha256 != proposal.payload["answers_sha256"]:
        raise SettlementChanged
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(_WRITE, [proposal.pk])
        (settlement,) = cursor.fetchone()
        paying_doses.enter([*sheet.payments()])
        for start in range(0, len(sheet.answers), AT_A_TIME):
            part = sheet.answers[start : start + AT_A_TIME]
            columns = [[answer[at] for answer in part] for at in range(5)]
            cursor.execute(_ANSWER, [settlement, *columns])


def waiting(file: ClaimsFile) -> Proposal | None:
    """The proposal to settle a file that waits for a second person."""
    open_ones = Proposal.objects.filter(kind=KIND, state=State.OPEN.value).order_by("-id")
    return next((each for each in open_ones if each.payload["claims_file"] == file.pk), None)


def _answer(judged: Judged) -> Answer:
    finding = judged.finding
    return (
        judged.line.id,
        judged.treatment.value,
        finding.value if finding else None,
        judged.cause,
        judged.yen,
    )


def _without(known: Known, falling: Sequence[Undone]) -> Known:
    """What is taken back in the same settlement is not paid any more."""
    gone = {each.paid.first for each in falling}
    return Known(
        known.doses, {first: paid for first, paid in known.paid.items() if first not in gone}
    )
