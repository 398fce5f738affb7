"""The verdict panel: what the law says about an entry, in one glance and with its reasons."""

from dataclasses import dataclass

from sesshu.kernel.outcomes import Counts
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import NextDose, Reason
from sesshu.ui.dates import in_era
from sesshu.ward.records.assessment import Assessment
from sesshu.ward.records.web.differences import Difference

NOT_YET = "接種日とワクチン名を入力して「判定する」を押すと、この接種の判定を表示します。"


@dataclass(frozen=True, slots=True)
class Panel:
    """`kind` is a key of the design system's verdicts; empty while nothing can be judged."""

    kind: str
    headline: str
    answers: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Reason, ...] = ()
    questions: tuple[str, ...] = ()
    stops: bool = False
    same_day: bool = False
    differences: tuple[Difference, ...] = ()

    @property
    def to_settle(self) -> bool:
        """Whether a dose on record may be the one that is told of, and nobody has settled it."""
        return any(each.settled is None for each in self.differences)

    @property
    def sentence(self) -> str:
        """What the status region says."""
        return f"判定：{self.headline}"


def panel_of(
    found: Assessment | None,
    rulebook: Rulebook,
    *,
    same_day: bool = False,
    differences: tuple[Difference, ...] = (),
) -> Panel:
    """The panel of an assessment; None while day or vaccine are missing."""
    if found is None:
        return Panel("", NOT_YET)
    if found.verdict is None:
        return Panel("none", "予診のみ：回数に数えません", same_day=same_day)
    dose = found.verdict.dose
    series = found.verdict.series
    return Panel(
        kind=_kind(found),
        headline=headline_of(found),
        answers=(
            ("接種区分", found.legal.ja if found.legal else ""),
            ("回数", _counted(found, dose.counts)),
            *((("間違い接種", found.error.ja),) if found.error else ()),
            *(_next(series.next) if series else ()),
        ),
        reasons=dose.reasons,
        questions=tuple(rulebook.questions[mark] for mark in dose.verify),
        stops=found.stops,
        same_day=same_day,
        differences=differences,
    )


def headline_of(found: Assessment) -> str:
    """One short line for lists and the panel's head."""
    if found.verdict is None:
        return "予診のみ"
    if found.error:
        return found.error.ja
    if found.stops:
        return found.verdict.dose.counts.ja
    legal = found.legal.ja if found.legal else ""
    return f"{legal} {found.dose_number}回目" if found.dose_number else legal


def kind_of(found: Assessment) -> str:
    """The design system's verdict for lists."""
    return "none" if found.verdict is None else _kind(found)


def _kind(found: Assessment) -> str:
    if not found.stops:
        return "can"
    return "cannot" if found.error else "check"


def _counted(found: Assessment, counts: Counts) -> str:
    if counts is Counts.YES and found.dose_number:
        return f"{found.dose_number}回目として数えます"
    return counts.ja


def _next(dose: NextDose | None) -> tuple[tuple[str, str], ...]:
    if dose is None:
        return ()
    span = f"{in_era(dose.earliest_on)}から{in_era(dose.last_on)}まで"
    return ((f"次（{dose.dose}回目）", span),)
