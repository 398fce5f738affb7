"""Contacts of protected residents: asked for, decided on by another, seen once (number-linkage §5.5 D3)."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.residents import guarded
from sesshu.ward.residents.guarded import PURPOSE, ContactNotShown
from sesshu.ward.residents.web import contact_requests
from sesshu.ward.residents.web.contact import contact_lines
from sesshu.ward.residents.web.contact_requests import ContactRequest
from sesshu.ward.residents.web.forms import ContactReasonForm
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import visit_of


@requires(Permission.GUARDED_REQUEST)
def ask(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Say why the contact is needed; a second person decides."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    if not shown.is_guarded:
        raise Http404("nothing of this resident is held back")
    form = ContactReasonForm(request.POST or None)
    if form.is_valid():
        guarded.request_contact(request.actor, resident_id, form.cleaned_data["reason"])
        messages.success(request, "申請しました。承認されると、この一覧から一度だけ表示できます。")
        return redirect("guarded-own", municipality=municipality)
    look(request, visit, "resident.view", [resident_id])
    context = page_context(request, municipality, shown, visit) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "ward/residents/contact_request.html", context, status=status)


@requires(Permission.GUARDED_REQUEST)
def own(request: PortalRequest, municipality: str) -> HttpResponse:
    """What the clerk asked for, and what may be seen now."""
    requests = contact_requests.made_by(request.account.id, now(), today())
    _look(request, "guarded.own_requests", requests)
    return render(request, "ward/residents/own_requests.html", {"requests": requests})


@requires(Permission.GUARDED_APPROVE)
def queue(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, oldest first."""
    at, kinds = now(), [guarded.KIND]
    waiting = [each.proposal for each in second_person.queue(request.account.id, at, kinds)]
    requests = contact_requests.listed(waiting, request.account.id, at, today())
    _look(request, "guarded.requests", requests)
    context = {"requests": requests, "total": second_person.count_waiting(at, kinds)}
    return render(request, "ward/residents/contact_queue.html", context)


@requires(Permission.GUARDED_APPROVE)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve or send back one request, exactly as it was shown."""
    proposal = _proposal(proposal_id)
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("guarded-requests", municipality=municipality)
    shown = find(proposal.subjects[0], today())
    ledger.look(request.actor, "guarded.request", PURPOSE, [shown.id], {"proposal": proposal.pk})
    identity = identity_of(shown, today(), request.account)
    context = {"identity": identity, "proposal": proposal, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ward/residents/contact_decide.html", context, status=status)


@requires(Permission.GUARDED_REQUEST)
@require_POST
def contact(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Show an approved contact, once.

    The answer to the POST itself is the page: a redirect would need the contact to be kept somewhere until it
    is fetched. A browser keeps no page of a POST for going back, and `no-store` keeps no copy of it.
    """
    try:
        seen = guarded.contact_once(request.actor, proposal_id)
    except ContactNotShown as refusal:
        page = "ward/residents/contact_refused.html"
        return render(request, page, {"message": refusal.message}, status=403)
    proposal = _proposal(proposal_id)
    identity = identity_of(find(proposal.subjects[0], today()), today(), request.account)
    context = {"identity": identity, "lines": contact_lines(seen), "reason": proposal.reason}
    return render(request, "ward/residents/contact_once.html", context)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("1件を承認しました。", "1件を差し戻しました。"),
    )


def _proposal(proposal_id: int) -> Proposal:
    return proposal_shown(proposal_id, [guarded.KIND])


def _look(request: PortalRequest, action: str, requests: Iterable[ContactRequest]) -> None:
    residents = dict.fromkeys(each.resident_id for each in requests)
    ledger.look(request.actor, action, PURPOSE, residents)
