"""Entry of a screening form: first the kind of voucher, then the form (ui.md §7.4)."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.operations import enter_dose
from sesshu.ward.records.queries import doses_of, record_sheet
from sesshu.ward.records.web.coming_back import came_back
from sesshu.ward.records.web.desk import Desk, desk_of
from sesshu.ward.records.web.forms import ScreeningForm, initial_of
from sesshu.ward.records.web.sheet import waiting_lines
from sesshu.ward.records.web.standing import standings_of
from sesshu.ward.records.web.steps import Steps
from sesshu.ward.residents.web.purposes import Purpose

TEMPLATES = ("ward/records/entry.html", "ward/records/confirm.html")


@requires(Permission.DOSE_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def dose_new(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """A new dose; ``series`` names the kind of voucher, ``again`` a proposal that came back."""
    desk = desk_of(request, municipality, resident_id, Purpose.ENTRY)
    came = came_back(desk)
    again = came.entry if came else None
    series = request.GET.get("series", again.series if again else "")
    if series not in desk.rulebook.series:
        return choose_series(desk)
    initial: dict[str, Any] = {"form_key": uuid4()}
    if came and again:
        initial |= {**initial_of(again, series, desk.rulebook), "instead_of": came.proposal.pk}
    return Steps(
        desk=desk,
        series=series,
        make_form=partial(
            ScreeningForm,
            subject=desk.subject,
            series=series,
            on=desk.on,
            rulebook=desk.rulebook,
        ),
        submit=partial(_enter, desk),
        beside=doses_of(resident_id),
        templates=TEMPLATES,
    ).answer(initial)


def choose_series(desk: Desk) -> HttpResponse:
    """What the person may get now first; each leads back to the same address with its series."""
    desk.look("dose.choose_series")
    sheet = record_sheet(desk.subject.id, desk.on)
    standings = standings_of(sheet.series)
    context = {
        **desk.context(),
        "standings": [each for each in standings if each.may_be_on_paper(desk.on)],
        "others": [each for each in standings if not each.may_be_on_paper(desk.on)],
        "waiting": waiting_lines(sheet, desk.rulebook),
    }
    return render(desk.request, "ward/records/choose_series.html", context)


def _enter(desk: Desk, form: ScreeningForm, entry: DoseEntry) -> Proposal:
    said = form.cleaned_data
    return enter_dose(
        desk.request.actor,
        entry,
        desk.on,
        desk.rulebook,
        said["form_key"],
        instead_of=said["instead_of"],
        another=form.another,
    )
