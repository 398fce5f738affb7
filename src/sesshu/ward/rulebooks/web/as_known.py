"""当時の判定: what the law said about a person, as far as it was known at the end of a day."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import TOKYO, now, today
from sesshu.foundation.duties import Permission
from sesshu.kernel.outcomes import Status
from sesshu.schedule.verdicts import SeriesVerdict
from sesshu.ward.residents.queries import NoSuchResident
from sesshu.ward.residents.web.forms import KnownOnForm
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import visit_of
from sesshu.ward.rulebooks.as_known import OldAnswer, as_known
from sesshu.ward.rulebooks.releases import UnknownRelease

NOT_OF_INTEREST = {Status.NOT_ELIGIBLE, Status.OTHER_SERIES}


class DoseThen(NamedTuple):
    """A dose that stood then, and what was answered about it."""

    given_on: date
    series: str
    legal: str
    counts: str
    reasons: str


@requires(Permission.RESIDENT_VIEW)
@require_GET
def as_known_on(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The form for a day, and below it the answer of that day."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    form = KnownOnForm(request.GET if "known_on" in request.GET else None)
    known_on = form.cleaned_data["known_on"] if form.is_valid() else None
    look(request, visit, "resident.as_known", [resident_id])
    context = page_context(request, municipality, shown, visit) | {"form": form}
    if known_on:
        context |= _answer(resident_id, known_on)
    status = 422 if form.errors else 200
    return render(request, "ward/rulebooks/as_known.html", context, status=status)


def _answer(resident_id: int, known_on: date) -> dict[str, object]:
    try:
        answer = as_known(resident_id, end_of(known_on, now()))
    except NoSuchResident:
        return {"known_on": known_on, "missing": "この日までに、この方は登録されていませんでした。"}
    except UnknownRelease:
        return {"known_on": known_on, "missing": "この日までに、区はまだ判定をしていませんでした。"}
    series = [one for one in answer.verdict.series if one.status not in NOT_OF_INTEREST]
    return {
        "known_on": known_on,
        "answer": answer,
        "doses": doses_of(answer, answer.verdict.series),
        "series": series,
    }


def end_of(day: date, instant: datetime) -> datetime:
    """The last moment of a day in Tokyo, or the present one while the day is not over."""
    following = datetime.combine(day + timedelta(days=1), time(), TOKYO)
    return min(following - timedelta(microseconds=1), instant)


def doses_of(answer: OldAnswer, series: tuple[SeriesVerdict, ...]) -> list[DoseThen]:
    """The doses of an answer in words, oldest first."""
    names = {one.series: one.name for one in series}
    return [
        DoseThen(
            dose.given_on,
            names.get(dose.series, dose.series),
            dose.legal.ja,
            dose.counts.ja,
            "".join(reason.text for reason in dose.reasons),
        )
        for dose in answer.verdict.doses
    ]
