"""Refunds of guarded people: taken in, decided, printed and paid by their desk alone (number-linkage D3)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.documents import NotPrinted
from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ui.paging import before, page_asked
from sesshu.ward.letters.web.lists import year_asked
from sesshu.ward.letters.web.words import year_in_words
from sesshu.ward.payments.web.forms import PaidForm
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.refunds import queries
from sesshu.ward.refunds.account_changes import may_change
from sesshu.ward.refunds.codes import Progress
from sesshu.ward.refunds.guarded_payments import list_that_left, mark_paid
from sesshu.ward.refunds.guarded_payments import order as pay_by_order
from sesshu.ward.refunds.models import RefundDecision
from sesshu.ward.refunds.operations import KIND, PURPOSE
from sesshu.ward.refunds.queries import Listed
from sesshu.ward.refunds.situations import NoRefund
from sesshu.ward.refunds.web import accounts, applying, deciding, lists
from sesshu.ward.residents.sides import GUARDED
from sesshu.ward.vouchers.web.runs import pdf_file

FORMS = ["GET", "HEAD", "POST"]


@requires(Permission.GUARDED_REFUND)
def refunds(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, and the applications of a fiscal year."""
    year, waiting = year_asked(request), deciding.waiting_at(GUARDED)
    page = page_asked(request, queries.count_applications(year, GUARDED), queries.LISTED)
    listed = queries.latest_applications(year, GUARDED, before(page))
    about = {each.application.resident_id for each in listed}
    people = subjects_of(about | {each.subjects[0] for each in waiting})
    ledger.look(request.actor, "refund.list", PURPOSE, sorted(people), {"year": year})
    context = {
        "waiting": [
            deciding.line_of(request, GUARDED, each, people[each.subjects[0]].name)
            for each in waiting
        ],
        "lines": [
            {"each": each, "name": people[each.application.resident_id].name} for each in listed
        ],
        "year": year,
        "year_in_words": year_in_words(year),
        "page": page,
    }
    return render(request, "ward/refunds/guarded_refunds.html", context)


@requires(Permission.GUARDED_REFUND)
def refund(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """One application with what its desk can do next."""
    return _page(request, lists.seen(application_id, GUARDED), PaidForm())


@requires(Permission.GUARDED_REFUND)
@require_http_methods(FORMS)
def new(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """First the dose, then the application."""
    return applying.new_at(GUARDED, request, municipality, resident_id)


@requires(Permission.GUARDED_REFUND)
@require_http_methods(FORMS)
def propose(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """What follows, handed on to a second person of this desk."""
    return applying.propose_at(GUARDED, request, municipality, application_id)


@requires(Permission.GUARDED_REFUND)
@require_http_methods(FORMS)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """A decision beside its papers and its account."""
    return deciding.decide_at(GUARDED, request, municipality, proposal_id)


@requires(Permission.GUARDED_REFUND)
@require_http_methods(FORMS)
def change_account(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """The account as it should be."""
    return accounts.change_at(GUARDED, request, municipality, application_id)


@requires(Permission.GUARDED_REFUND)
@require_http_methods(FORMS)
def decide_account(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """A new account beside the papers."""
    return accounts.decide_at(GUARDED, request, municipality, proposal_id)


@requires(Permission.GUARDED_REFUND)
def paper(request: PortalRequest, municipality: str, evidence_id: int) -> HttpResponse:
    """One scan, read in the guarded zone."""
    return lists.paper_at(GUARDED, request, evidence_id)


@requires(Permission.GUARDED_REFUND)
def decision_pdf(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """The letter without an address, to be handed over."""
    return lists.decision_pdf_at(GUARDED, request, municipality, application_id)


@requires(Permission.GUARDED_REFUND)
@require_POST
def order(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """支払依頼書 for the treasury; a browser keeps no answer of a POST."""
    decision = _decision(application_id)
    try:
        pdf = pay_by_order(request.actor, decision, today())
    except (NoRefund, NotPrinted) as problem:
        messages.error(request, f"印刷できませんでした。{problem}")
        return redirect("guarded-refund", municipality, application_id)
    return pdf_file(pdf, f"order-{application_id}")


@requires(Permission.GUARDED_REFUND)
@require_POST
def mark(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """The money has gone."""
    form, decision = PaidForm(request.POST), _decision(application_id)
    if form.is_valid():
        try:
            mark_paid(request.actor, decision, form.cleaned_data["paid_on"])
        except NoRefund as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, "支払済みにしました。")
            return redirect("guarded-refund", municipality, application_id)
    return _page(request, lists.seen(application_id, GUARDED), form)


def _decision(application_id: int) -> RefundDecision:
    found = lists.seen(application_id, GUARDED)
    if found.decision is None:
        raise Http404("no such decision")
    return found.decision


def _page(request: PortalRequest, found: Listed, form: PaidForm) -> HttpResponse:
    number, decision = found.application.pk, found.decision
    waiting = queries.waiting_about(number, GUARDED.kind(KIND))
    context: dict[str, Any] = lists.context_at(GUARDED, request, found) | {
        "may_propose": found.progress is Progress.RECEIVED,
        "may_change_account": may_change(number),
        "waiting": deciding.line_of(request, GUARDED, waiting, "") if waiting else None,
        "unpaid": found.progress in (Progress.DECIDED, Progress.LISTED),
        "left": list_that_left(decision) if decision else None,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/refunds/guarded_refund.html", context, status=status)
