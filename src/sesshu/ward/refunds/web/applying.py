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
from sesshu.ward.refunds.operations import PURPOSE, propose_decision, take_in
from sesshu.ward.refunds.rules import Proposed
from sesshu.ward.refunds.situations import NoRefund, NotAsFound
from sesshu.ward.refunds.web.forms import ProposalForm, RefundForm, said_of
from sesshu.ward.refunds.web.lists import evidence_in_words, seen
from sesshu.ward.refunds.web.words import dose_in_words, items_of
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.REFUND_APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """First the dose, then the application; ``dose`` in the address names one."""
    desk = desk_of(request, municipality, resident_id, Purpose.CLAIM)
    asked = request.GET.get("dose", "")
    doses = [dose for dose in doses_of(resident_id) if dose.entry.source is Source.REQUEST_LETTER]
    dose = next((each for each in doses if str(each.id) == asked), None)
    if dose is None:
        return _choose(desk, doses)
    form = RefundForm(
        request.POST or None,
        request.FILES or None,
        given_on=dose.entry.given_on,
        on=desk.on,
        initial={"form_key": uuid4(), "received_on": desk.on},
    )
    if form.is_valid() and (kept := _taken_in(request, form, resident_id, dose)):
        messages.success(
            request, "償還払いの申請を受け付けました。内容を確かめて決裁に回してください。"
        )
        return redirect("refund", municipality, kept)
    desk.look("refund.form")
    context = {**desk.context(), "form": form, "dose": dose_in_words(dose, desk.rulebook)}
    status = 422 if form.errors else 200
    return render(request, "ward/refunds/application.html", context, status=status)


@requires(Permission.REFUND_APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """What follows from dose, letter, days and price; the clerk hands it on, or refuses for a reason."""
    found = seen(application_id)
    case = considered(found.application)
    if case.proposed is None or found.progress.value != "received":
        return redirect("refund", municipality, application_id)
    form = ProposalForm(request.POST or None, found=case.proposed, findings=case.findings)
    if form.is_valid() and _proposed(request, form, case, case.proposed):
        messages.success(request, "決裁に回しました。ほかの職員が決裁します。")
        return redirect("refunds", municipality)
    resident_id = found.application.resident_id
    details = {"refund": application_id}
    ledger.look(request.actor, "refund.view", PURPOSE, [resident_id], details)
    context: dict[str, Any] = {
        "identity": identity_of(resident_of(resident_id, today()), today(), request.account),
        "case": case,
        "items": items_of(case, rulebook_here()),
        "evidence": evidence_in_words(application_id),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/refunds/propose.html", context, status=status)


def _choose(desk: Desk, doses: list[RecordedDose]) -> HttpResponse:
    if desk.request.method == "POST":
        raise Http404("no such dose")
    desk.look("refund.form")
    lines = [(dose.id, dose_in_words(dose, desk.rulebook)) for dose in doses]
    context = {**desk.context(), "lines": lines}
    return render(desk.request, "ward/refunds/choose.html", context)


def _taken_in(
    request: PortalRequest, form: RefundForm, resident_id: int, dose: RecordedDose
) -> int | None:
    """The number of the application; None where the form says what stands against it."""
    try:
        return take_in(request.actor, form.application(dose.entry.resident_id, dose.id))
    except NoRefund as problem:
        form.add_error(None, problem.message)
        return None


def _proposed(
    request: PortalRequest, form: ProposalForm, case: Considered, found: Proposed
) -> bool:
    said = form.cleaned_data
    try:
        if said["shown"] != said_of(found):
            raise NotAsFound
        propose_decision(
            request.actor, case.application.pk, found, form.refused_for(), said["note"]
        )
    except NoRefund as problem:
        form.add_error(None, problem.message)
        return False
    return True
