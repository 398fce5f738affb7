"""What a clerk is told about an application before it is sent on: pure decisions (B5, §8.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sesshu.kernel.eras import in_japanese
from sesshu.kernel.outcomes import Status
from sesshu.schedule.verdicts import SeriesVerdict
from sesshu.ward.letters.application import Application
from sesshu.ward.letters.practice import Practice

NOT_TO_BE_GIVEN = {
    Status.COMPLETE: "必要な回数を終えている",
    Status.MISSED: "接種できる期間を過ぎている",
    Status.NOT_ELIGIBLE: "対象ではない",
    Status.EXCLUDED: "対象から除かれている",
    Status.SUSPENDED: "勧奨を差し控えている",
    Status.OTHER_SERIES: "ほかの種類のワクチンで受けている",
    Status.WAITING: "まだ接種できる時期ではない",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at; ``stops`` where no letter may be made as it stands."""

    code: str
    field: str
    text: str
    stops: bool


def doubts_of(
    application: Application, standing: tuple[SeriesVerdict, ...], practice: Practice, on: date
) -> tuple[Doubt, ...]:
    """Everything that speaks against a letter, as of a day.

    ``standing`` is where the person will stand in the planned days: a letter for a dose that the law does
    not allow then would promise what nobody may give.
    """
    found = [*_of_days(application, practice, on), *_of_place(application, practice)]
    asked = dict.fromkeys(each.series for each in application.vaccinations)
    by_code = {verdict.series: verdict for verdict in standing}
    for code in asked:
        found += _of_series(by_code[code])
    return tuple(found)


def standing_in(
    first: tuple[SeriesVerdict, ...], last: tuple[SeriesVerdict, ...]
) -> tuple[SeriesVerdict, ...]:
    """Where somebody stands between two days: what can be given on the first day, or else the last."""
    return tuple(
        early if early.status is Status.DUE else late
        for early, late in zip(first, last, strict=True)
    )


def is_late(application: Application, practice: Practice) -> bool:
    """Whether it came later than the ward asks for."""
    days = timedelta(days=practice.apply_days_before)
    return application.planned_from - application.received_on < days


def _of_days(application: Application, practice: Practice, on: date) -> Iterator[Doubt]:
    if application.planned_from < on:
        yield Doubt(
            "in_the_past",
            "planned_from",
            "接種予定の初日が過ぎています。依頼書は、接種の後には出せません。予定を確かめてください。",
            stops=True,
        )
    elif is_late(application, practice) and not application.hurried_because:
        yield Doubt(
            "late",
            "hurried_because",
            f"接種予定の{practice.apply_days_before}日前（{in_japanese(_due_on(application, practice))}）を"
            "過ぎた申請です。間に合うように出す理由を入力してください。",
            stops=True,
        )


def _due_on(application: Application, practice: Practice) -> date:
    return application.planned_from - timedelta(days=practice.apply_days_before)


def _of_place(application: Application, practice: Practice) -> Iterator[Doubt]:
    area = practice.without_letter(application.stay.municipality)
    if area is not None:
        yield Doubt(
            "no_letter_needed",
            "municipality",
            f"この自治体の契約医療機関では、依頼書なしで区の予診票を使えます（{area.source}）。"
            "契約していない医療機関のときだけ、依頼書を出してください。",
            stops=False,
        )


def _of_series(verdict: SeriesVerdict) -> Iterator[Doubt]:
    if verdict.status is Status.DUE:
        return
    why = NOT_TO_BE_GIVEN[verdict.status]
    yield Doubt(
        "not_to_be_given",
        "vaccinations",
        f"{verdict.name}は、予定の期間に接種できません（{why}）。種類と予定を確かめてください。",
        stops=verdict.status is not Status.SUSPENDED,
    )
