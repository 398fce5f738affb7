"""What a line of a claims file is held against: it is paid, returned, or takes something back. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sesshu.ward.federation.codes import LineFinding
from sesshu.ward.fees.codes import Treatment
from sesshu.ward.fees.settling import Row
from sesshu.wire.claims_files.form import ClaimForm, ClaimKind
from sesshu.wire.clinic_files.codes import GIVEN

UNPRICED = frozenset({LineFinding.NO_PRICE, LineFinding.NO_CHARGE})
"""What the ward has to put right itself before a file can be settled."""


@dataclass(frozen=True, slots=True)
class RecordedDose:
    """The newest row of a dose on record, priced by the contract and the charges of its day.

    `first` is its first row. `unit_yen` and `charge_yen` are None where nobody has entered them.
    """

    first: int
    id: int
    series: str
    product: str | None
    outcome: str
    given_on: date
    provider_code: str
    stands: bool
    is_excluded: bool
    unit_yen: int | None
    charge_yen: int | None

    def row(self) -> Row:
        """The row of a settlement in which it is counted."""
        month = self.given_on.replace(day=1)
        return Row(month, self.series, self.outcome, self.unit_yen, self.charge_yen, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was kept; `form` is None where it cannot be read, `cause` why a clerk returns it.

    `month` is that of its file.
    """

    id: int
    number: int
    month: date
    resident: int | None
    form: ClaimForm | None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment for a dose that was not taken back; `line` is None where it was claimed on paper."""

    first: int
    dose: int
    line: int | None
    row: Row
    claim_number: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the ward knows: doses by resident, payments by the first row of their dose."""

    doses: Mapping[int, Sequence[RecordedDose]] = field(default_factory=dict)
    paid: Mapping[int, Paid] = field(default_factory=dict)

    def by_claim(self, number: str | None) -> Paid | None:
        """What was paid by the claim of a number, if it was not taken back."""
        return next((each for each in self.paid.values() if each.claim_number == number), None)


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what is done with it; `dose` is what is paid, `paid` what is taken back."""

    line: Line
    findings: tuple[LineFinding, ...] = ()
    dose: RecordedDose | None = None
    paid: Paid | None = None
    others: tuple[RecordedDose, ...] = ()

    @property
    def treatment(self) -> Treatment:
        """Paid without a finding; what is withdrawn is adjusted."""
        if self.paid is not None:
            return Treatment.ADJUSTED
        return Treatment.RETURNED if self.findings else Treatment.PAID

    @property
    def finding(self) -> LineFinding | None:
        """The first reason."""
        return next(iter(self.findings), None)

    @property
    def cause(self) -> str | None:
        """The reason in the words of the answer."""
        return self.line.cause or (self.finding.label if self.finding else None)

    @property
    def row(self) -> Row:
        """The row of the settlement in which it is counted."""
        if self.paid is not None:
            return self.paid.row
        if self.treatment is Treatment.PAID and self.dose is not None:
            return self.dose.row()
        return _returned_row(self)

    @property
    def yen(self) -> int:
        """What the ward pays for it; less than nothing where it takes back."""
        return self.row.yen


class _InFile:
    """What lines before did in the same file: the doses they pay, and those they take back."""

    def __init__(self) -> None:
        self.paid: set[int] = set()
        self.withdrawn: set[int] = set()

    def remember(self, judged: Judged) -> None:
        """A line that was judged."""
        if judged.paid is not None:
            self.withdrawn.add(judged.paid.first)
        elif judged.dose is not None and judged.treatment is Treatment.PAID:
            self.paid.add(judged.dose.first)


def judge(lines: Iterable[Line], known: Known) -> list[Judged]:
    """Every line of a file in its order; of two lines about one dose the second is returned."""
    before, judged = _InFile(), []
    for line in lines:
        each = _judged(line, known, before)
        before.remember(each)
        judged.append(each)
    return judged


def _judged(line: Line, known: Known, before: _InFile) -> Judged:
    form = line.form
    if form is None:
        return Judged(line, _with_clerks(line, (LineFinding.FAULTY,)))
    if form.kind == ClaimKind.WITHDRAWAL:
        return _withdrawn(line, form, known, before)
    doses = known.doses.get(line.resident or 0, ())
    dose = next((each for each in doses if _is_the_dose(form, each)), None)
    if dose is None:
        return Judged(line, _with_clerks(line, (_why_none(line, form, doses),)), others=(*doses,))
    found = tuple(_findings(form, dose, known, before))
    return Judged(line, _with_clerks(line, found), dose)


def _withdrawn(line: Line, form: ClaimForm, known: Known, before: _InFile) -> Judged:
    paid = known.by_claim(form.original_number)
    if line.cause or paid is None or paid.first in before.withdrawn:
        return Judged(line, _with_clerks(line, (LineFinding.NOTHING_TO_WITHDRAW,)))
    return Judged(line, (LineFinding.WITHDRAWN,), paid=paid)


def _with_clerks(line: Line, found: tuple[LineFinding, ...]) -> tuple[LineFinding, ...]:
    return (LineFinding.BY_CLERK, *found) if line.cause else found


def _is_the_dose(form: ClaimForm, dose: RecordedDose) -> bool:
    told = (form.series, form.outcome, form.given_on, form.provider_code)
    return dose.stands and told == (dose.series, dose.outcome, dose.given_on, dose.provider_code)


def _why_none(line: Line, form: ClaimForm, doses: Sequence[RecordedDose]) -> LineFinding:
    """Why no standing dose is the one of the line: the dose that comes nearest says it."""
    if line.resident is None:
        return LineFinding.UNKNOWN_PERSON
    kind = (form.series, form.outcome)
    same_kind = [each for each in doses if (each.series, each.outcome) == kind]
    same_day = [each for each in doses if each.given_on == form.given_on]
    there = [each for each in same_kind if each in same_day]
    if any(not each.stands for each in there):
        return LineFinding.CANCELLED
    if there:
        return LineFinding.OTHER_CLINIC
    if any(each.stands and each.provider_code == form.provider_code for each in same_kind):
        return LineFinding.OTHER_DAY
    if any(each.stands and each.provider_code == form.provider_code for each in same_day):
        return LineFinding.OTHER_KIND
    return LineFinding.NO_DOSE


def _findings(
    form: ClaimForm, dose: RecordedDose, known: Known, before: _InFile
) -> Iterator[LineFinding]:
    paid = known.paid.get(dose.first)
    if dose.first in before.paid:
        yield LineFinding.TWICE
    elif paid is not None and dose.first not in before.withdrawn:
        yield LineFinding.PAID_ON_PAPER if paid.line is None else LineFinding.PAID_BEFORE
    if dose.is_excluded:
        yield LineFinding.EXCLUDED
    if form.product and form.product != dose.product:
        yield LineFinding.OTHER_PRODUCT
    yield from _wrong_money(form, dose)


def _wrong_money(form: ClaimForm, dose: RecordedDose) -> Iterator[LineFinding]:
    if dose.unit_yen is None:
        yield LineFinding.NO_PRICE
    elif form.unit_yen != dose.unit_yen:
        yield LineFinding.OTHER_PRICE
    if dose.charge_yen is None:
        yield LineFinding.NO_CHARGE
    elif form.charge_yen != dose.charge_yen:
        yield LineFinding.OTHER_CHARGE
    if form.yen != form.unit_yen - form.charge_yen:
        yield LineFinding.OTHER_SUM


def _returned_row(judged: Judged) -> Row:
    """What is returned counts one of what the line says; a line that cannot be read, of no kind."""
    form = judged.line.form
    kind = (form.series, form.outcome) if form else ("", GIVEN)
    month = form.given_on.replace(day=1) if form else judged.line.month
    return Row(month, *kind, None, None, 1, Treatment.RETURNED, judged.cause)
