"""Correction and cancellation of a dose on record: both ask a second person and say why."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import NotDecided, Proposal
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.operations import cancel_dose, correct_dose
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.records.situations import NotRecorded
from sesshu.ward.records.web.coming_back import came_back
from sesshu.ward.records.web.desk import Desk, desk_of
from sesshu.ward.records.web.entering import choose_series
from sesshu.ward.records.web.forms import CorrectionForm, ReasonForm, ScreeningForm, initial_of
from sesshu.ward.records.web.steps import Steps
from sesshu.ward.records.web.words import items_of
from sesshu.ward.residents.web.purposes import Purpose

TEMPLATES = ("ward/records/correction.html", "ward/records/confirm.html")


@requires(Permission.DOSE_CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def dose_correct(
    request: PortalRequest, municipality: str, resident_id: int, dose_id: int
) -> HttpResponse:
    """The same form, filled with what is on record; ``series`` replaces the kind of voucher."""
    desk = desk_of(request, municipality, resident_id, Purpose.REVIEW)
    dose = _standing(desk, dose_id)
    came = came_back(desk)
    said = came.entry if came and came.entry else dose.entry
    series = request.GET.get("series", said.series)
    if series not in desk.rulebook.series:
        return choose_series(desk)
    keeps_place = dose.entry.particulars is None
    initial: dict[str, Any] = {"form_key": uuid4(), "instead_of": came and came.proposal.pk}
    if came:
        initial["reason"] = came.proposal.reason
    return Steps(
        desk=desk,
        series=series,
        make_form=partial(
            CorrectionForm,
            subject=desk.subject,
            series=series,
            on=desk.on,
            rulebook=desk.rulebook,
            keeps_place=keeps_place,
        ),
        submit=partial(_correct, desk, dose),
        beside=[each for each in doses_of(resident_id) if each.id != dose_id],
        templates=TEMPLATES,
        before=dose.entry,
    ).answer(initial | initial_of(said, series, desk.rulebook))


@requires(Permission.DOSE_CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def dose_cancel(
    request: PortalRequest, municipality: str, resident_id: int, dose_id: int
) -> HttpResponse:
    """What is on record, and why it should not be."""
    desk = desk_of(request, municipality, resident_id, Purpose.REVIEW)
    dose = _standing(desk, dose_id)
    came = came_back(desk)
    initial = {"form_key": uuid4(), "instead_of": came and came.proposal.pk}
    form = ReasonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            asked = cancel_dose(
                request.actor, dose_id, said["reason"], said["form_key"], said["instead_of"]
            )
        except (NotRecorded, NotDecided) as problem:
            form.add_error(None, ValidationError(problem.message, code=problem.reason))
        else:
            target = redirect("dose-sent", municipality, resident_id, asked.pk)
            target["Location"] += desk.visit.query
            return target
    desk.look("dose.cancel_form", dose=dose_id)
    items = items_of(dose.entry, desk.rulebook)
    context = {**desk.context(), "form": form, "items": items, "dose": dose}
    status = 422 if form.errors else 200
    return render(request, "ward/records/cancellation.html", context, status=status)


def _correct(desk: Desk, dose: RecordedDose, form: ScreeningForm, entry: DoseEntry) -> Proposal:
    said = form.cleaned_data
    return correct_dose(
        desk.request.actor,
        dose.id,
        entry,
        said["reason"],
        desk.on,
        desk.rulebook,
        said["form_key"],
        instead_of=said["instead_of"],
        another=form.another,
    )


def _standing(desk: Desk, dose_id: int) -> RecordedDose:
    """Of this very 宛名: the page of a person names the 宛名 under which each of their doses stands."""
    for dose in doses_of(desk.subject.id):
        if dose.id == dose_id and dose.entry.resident_id == desk.subject.id:
            return dose
    raise Http404("no such dose stands")
