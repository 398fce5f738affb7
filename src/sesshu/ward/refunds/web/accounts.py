"""A bank account put right: asked for by one, compared with its paper and confirmed by another (V108)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import State
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.refunds.account_changes import KIND, PURPOSE, drafted, may_change, propose
from sesshu.ward.refunds.models import RefundApplication
from sesshu.ward.refunds.situations import NoRefund
from sesshu.ward.refunds.web.forms import AccountChangeForm
from sesshu.ward.refunds.web.lists import evidence_in_words, seen
from sesshu.ward.refunds.web.sides import names_of, page_of
from sesshu.ward.refunds.web.words import items_of_account
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.sides import ORDINARY, Side
from sesshu.ward.residents.web.identity import identity_of


@requires(Permission.REFUND_APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """The account as it should be. The one on record is not shown: it is typed whole from the paper."""
    return change_at(ORDINARY, request, municipality, application_id)


@requires(Permission.REFUND_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """The account beside the papers, and the decision."""
    return decide_at(ORDINARY, request, municipality, proposal_id)


def change_at(
    side: Side, request: PortalRequest, municipality: str, application_id: int
) -> HttpResponse:
    """A new account at the desk of a side."""
    application = seen(application_id, side).application
    form = AccountChangeForm(request.POST or None)
    if form.is_valid() and _asked(request, application_id, form, side):
        messages.success(request, "振込先の訂正を決裁に回しました。ほかの職員が確認します。")
        return redirect(page_of(side, "refund"), municipality, application_id)
    details = {"refund": application_id}
    ledger.look(request.actor, "refund.view", PURPOSE, [application.resident_id], details)
    context = _about(request, application, side)
    context |= {"form": form, "may": may_change(application_id)}
    status = 422 if form.errors else 200
    return render(request, "ward/refunds/account.html", context, status=status)


def decide_at(
    side: Side, request: PortalRequest, municipality: str, proposal_id: int
) -> HttpResponse:
    """A new account decided at the desk of a side."""
    proposal = proposal_shown(proposal_id, [side.kind(KIND)])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("振込先を訂正しました。", "差し戻しました。"),
    ):
        return redirect(page_of(side, "refund-checks"), municipality)
    ledger.look(
        request.actor, "refund.check", PURPOSE, proposal.subjects, {"proposal": proposal_id}
    )
    application = seen(proposal.payload["application_id"], side).application
    context = _about(request, application, side) | {
        "proposal": proposal,
        "items": items_of_account(drafted(proposal_id, side)),
        "form": form,
        "is_open": proposal.state == State.OPEN,
        "own": proposal.proposed_by == request.account.id,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/refunds/account_check.html", context, status=status)


def _about(request: PortalRequest, application: RefundApplication, side: Side) -> dict[str, Any]:
    resident = resident_of(application.resident_id, today())
    return {
        "identity": identity_of(resident, today(), request.account),
        "application_id": application.pk,
        "evidence": evidence_in_words(application, side),
        "names": names_of(side),
    }


def _asked(
    request: PortalRequest, application_id: int, form: AccountChangeForm, side: Side
) -> bool:
    """Whether a second person was asked; if not, the form says why."""
    try:
        propose(request.actor, application_id, form.account, form.cleaned_data["reason"], side)
    except NoRefund as problem:
        form.add_error(None, problem.message)
        return False
    return True
