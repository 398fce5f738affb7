"""An application is taken in at the counter, and handed on with what follows from it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.records.codes import Source
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.records.web.desk import Desk, desk_of
from sesshu.ward.refunds.cases import Considered, considered
from sesshu.ward.refunds.codes import Progress
from sesshu.ward.refunds.operations import PURPOSE, propose_decision, take_in
from sesshu.ward.refunds.situations import NoRefund, NotAsFound
from sesshu.ward.refunds.web.forms import ProposalForm, RefundForm, said_of
from sesshu.ward.refunds.web.lists import evidence_in_words, seen
from sesshu.ward.refunds.web.sides import names_of, page_of
from sesshu.ward.refunds.web.words import dose_in_words, items_of
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.sides import ORDINARY, Side
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.REFUND_APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """First the dose, then the application; ``dose`` in the address names one."""
    return new_at(ORDINARY, request, municipality, resident_id)


@requires(Permission.REFUND_APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """What follows from dose, letter, days and price; the clerk hands it on, or refuses for a reason."""
    return propose_at(ORDINARY, request, municipality, application_id)


def new_at(side: Side, request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The application at the desk of a side; of the other side's people nothing is asked."""
    desk = desk_of(request, municipality, resident_id, Purpose.CLAIM)
    if desk.subject.is_guarded != side.is_guarded:
        desk.look("refund.form")
        return _rendered(desk, side, "other_side", {})
    asked = request.GET.get("dose", "")
    doses = [dose for dose in doses_of(resident_id) if dose.entry.source is Source.REQUEST_LETTER]
    dose = next((each for each in doses if str(each.id) == asked), None)
    if dose is None:
        return _choose(desk, side, doses)
    form = RefundForm(
        request.POST or None,
        request.FILES or None,
        given_on=dose.entry.given_on,
        on=desk.on,
        initial={"form_key": uuid4(), "received_on": desk.on},
    )
    if form.is_valid() and (kept := _taken_in(request, form, dose, side)):
        messages.success(
            request, "償還払いの申請を受け付けました。内容を確かめて決裁に回してください。"
        )
        return redirect(page_of(side, "refund"), municipality, kept)
    desk.look("refund.form")
    context = {"form": form, "dose": dose_in_words(dose, desk.rulebook)}
    return _rendered(desk, side, "application", context)


def propose_at(
    side: Side, request: PortalRequest, municipality: str, application_id: int
) -> HttpResponse:
    """The decision as it follows, at the desk of a side."""
    found = seen(application_id, side)
    case = considered(found.application)
    page = page_of(side, "refund")
    if case.proposed is None or found.progress is not Progress.RECEIVED:
        return redirect(page, municipality, application_id)
    form = ProposalForm(request.POST or None, found=case.proposed, findings=case.findings)
    if form.is_valid() and _proposed(request, form, case, side):
        messages.success(request, "決裁に回しました。ほかの職員が決裁します。")
        return redirect(page_of(side, "refunds"), municipality)
    resident_id = found.application.resident_id
    details = {"refund": application_id}
    ledger.look(request.actor, "refund.view", PURPOSE, [resident_id], details)
    context: dict[str, Any] = {
        "identity": identity_of(resident_of(resident_id, today()), today(), request.account),
        "case": case,
        "items": items_of(case, rulebook_here()),
        "evidence": evidence_in_words(found.application, side),
        "form": form,
        "names": names_of(side),
    }
    status = 422 if form.errors else 200
    return render(request, "ward/refunds/propose.html", context, status=status)


def _choose(desk: Desk, side: Side, doses: list[RecordedDose]) -> HttpResponse:
    if desk.request.method == "POST":
        raise Http404("no such dose")
    desk.look("refund.form")
    lines = [(dose.id, dose_in_words(dose, desk.rulebook)) for dose in doses]
    return _rendered(desk, side, "choose", {"lines": lines})


def _rendered(desk: Desk, side: Side, page: str, parts: dict[str, Any]) -> HttpResponse:
    context = {**desk.context(), "names": names_of(side), **parts}
    status = 422 if "form" in parts and parts["form"].errors else 200
    return render(desk.request, f"ward/refunds/{page}.html", context, status=status)


def _taken_in(
    request: PortalRequest, form: RefundForm, dose: RecordedDose, side: Side
) -> int | None:
    """The number of the application; None where the form says what stands against it."""
    try:
        said = form.application(dose.entry.resident_id, dose.id)
        return take_in(request.actor, said, side)
    except NoRefund as problem:
        form.add_error(None, problem.message)
        return None


def _proposed(request: PortalRequest, form: ProposalForm, case: Considered, side: Side) -> bool:
    said, found, number = form.cleaned_data, case.proposed, case.application.pk
    try:
        if found is None or said["shown"] != said_of(found):
            raise NotAsFound
        propose_decision(request.actor, number, found, form.refused_for(), said["note"], side)
    except NoRefund as problem:
        form.add_error(None, problem.message)
        return False
    return True
