"""What stands after the demo was built, counted where it lies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sesshu.config.demo.planted import Fate, fates
from sesshu.foundation.accounts.models import Account
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.ledger.models import Entry
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.second_person.state import State
from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.directory import Municipality
from sesshu.ward.fees.models import Settlement, WelfareFile
from sesshu.ward.intake.codes import RowState
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.letters.models import RequestLetter
from sesshu.ward.payments.models import ClinicPaymentList
from sesshu.ward.pregnancies.models import Pregnancy
from sesshu.ward.recall.models import RecallNotice
from sesshu.ward.records.models import Dose
from sesshu.ward.refunds.models import RefundDecision
from sesshu.ward.residents.models import RegistryFile, RejectedRow, Resident
from sesshu.ward.vouchers.codes import VoidCause
from sesshu.ward.vouchers.models import Voucher, VoucherReturn, VoucherVoid

AUDIT = "audit"
STOPPED_BEFORE_POST = tuple(
    cause for cause in VoidCause if cause not in (VoidCause.REISSUED, VoidCause.WITHDRAWN)
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary: a title and a value per municipality."""

    title: str
    values: tuple[str, ...]


@dataclass(slots=True)
class Summary:
    """What stands after the build."""

    database: str
    lines: list[Line] = field(default_factory=list)


def summary_lines(municipalities: Sequence[Municipality], on: date) -> list[Line]:
    """One line per count and per class of planted faults, with a value for each municipality."""
    places = [Place(municipality.code, "ward") for municipality in municipalities]
    counted = [
        Line(title, tuple(_value(place, count) for place in places)) for title, count in COUNTS
    ]
    return counted + _planted_lines([_fates(place) for place in places])


def _fates(place: Place) -> dict[str, Fate]:
    with enter(place):
        return {fate.check: fate for fate in fates()}


def _planted_lines(of_places: Sequence[Mapping[str, Fate]]) -> list[Line]:
    """How many of the planted faults a check found, and how many are not on record, by class."""
    checks = sorted({check for found in of_places for check in found})
    return [
        Line(f"わざと入れた誤り {check}", tuple(_told(found.get(check)) for found in of_places))
        for check in checks
    ]


def _told(fate: Fate | None) -> str:
    if fate is None:
        return "―"
    ended = f"停止{fate.stopped}" if fate.stopped or not fate.warned else f"注意{fate.warned}"
    return f"{fate.planted}件中 発見{fate.found}・{ended}"


def _value(place: Place, count: Callable[[], int]) -> str:
    with enter(place):
        return f"{count():,}"


def _void(*causes: VoidCause) -> int:
    return VoucherVoid.objects.filter(cause__in=causes).count()


def _entries(kind: Kind) -> int:
    return Entry.objects.using(AUDIT).filter(kind=kind.value).count()


COUNTS: tuple[tuple[str, Callable[[], int]], ...] = (
    ("住民", lambda: Resident.objects.count()),
    ("　うち担当課対応（支援措置）", lambda: Resident.objects.filter(is_guarded=True).count()),
    ("取り込んだ住民ファイル", lambda: RegistryFile.objects.count()),
    ("取り込めなかった行", lambda: RejectedRow.objects.count()),
    ("利用者", lambda: Account.objects.filter(revoked_at=None).count()),
    ("登録した接種", lambda: Dose.objects.count()),
    ("契約医療機関のファイル", lambda: IntakeFile.objects.count()),
    ("　行", lambda: IntakeRow.objects.count()),
    ("　うち登録した行", lambda: IntakeRow.objects.filter(state=RowState.RECORDED).count()),
    ("　わざと入れた誤り", lambda: sum(fate.planted for fate in fates())),
    ("　　うち確認が見つけた誤り", lambda: sum(fate.found for fate in fates())),
    ("　　うち登録を止めた誤り", lambda: sum(fate.stopped for fate in fates())),
    ("　　うち注意をつけて登録した誤り", lambda: sum(fate.warned for fate in fates())),
    ("発行した接種券", lambda: Voucher.objects.count()),
    ("　うち再発行で無効にした券", lambda: _void(VoidCause.REISSUED)),
    ("　うち発送前に止めた券（死亡・転出・転居など）", lambda: _void(*STOPPED_BEFORE_POST)),
    ("　うち戻ってきた券", lambda: VoucherReturn.objects.count()),
    ("勧奨の通知", lambda: RecallNotice.objects.count()),
    ("妊娠の届出", lambda: Pregnancy.objects.count()),
    ("依頼書", lambda: RequestLetter.objects.count()),
    ("償還払いの決定", lambda: RefundDecision.objects.count()),
    ("生活保護のファイル", lambda: WelfareFile.objects.count()),
    ("確定した委託料（医療機関・月）", lambda: Settlement.objects.count()),
    ("委託料の支払一覧", lambda: ClinicPaymentList.objects.count()),
    ("確認待ち", lambda: Proposal.objects.filter(state=State.OPEN.value).count()),
    ("操作の記録：行為", lambda: _entries(Kind.ACT)),
    ("操作の記録：閲覧", lambda: _entries(Kind.LOOK)),
    ("操作の記録：拒否（止めた入力を含む）", lambda: _entries(Kind.REFUSAL)),
)
