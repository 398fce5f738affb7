"""The second person's queue of months and prices, and the page on which one is decided (R5)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.federation.codes import KIND as FEDERATION
from sesshu.ward.federation.federations import federation_in_words
from sesshu.ward.fees.budgets import KIND as BUDGETS
from sesshu.ward.fees.budgets import allowed_in
from sesshu.ward.fees.codes import PRICES, SETTLE_PURPOSE, SETTLEMENT
from sesshu.ward.fees.prices import prices_in
from sesshu.ward.fees.settlements import rows_in
from sesshu.ward.fees.web.words import price_in_words, rows_in_words
from sesshu.ward.payments.payees import KIND as PAYEES
from sesshu.ward.payments.payees import payee_in
from sesshu.ward.rulebooks.releases import rulebook_here

TITLES = {
    SETTLEMENT: "委託料の確定",
    FEDERATION: "国保連の請求の確定",
    PRICES: "契約単価",
    PAYEES: "医療機関の振込先",
    BUDGETS: "委託料の予算",
}


@requires(Permission.FEE_APPROVE)
def queue(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, oldest first."""
    waiting = second_person.queue(request.account.id, now(), tuple(TITLES))
    rows = [(each.proposal, TITLES[each.proposal.kind]) for each in waiting]
    return render(request, "ward/fees/approvals.html", {"rows": rows})


@requires(Permission.FEE_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve or send back one text, exactly as it was shown."""
    proposal = proposal_shown(proposal_id, TITLES)
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("fee-approvals", municipality)
    context = {"proposal": proposal, "subject": TITLES[proposal.kind], "form": form}
    context |= _shown(proposal)
    return render(request, "ward/fees/approval.html", context, status=422 if form.errors else 200)


def _shown(proposal: Proposal) -> dict[str, Any]:
    rulebook = rulebook_here()
    if proposal.kind == SETTLEMENT:
        return {"rows": rows_in_words(rows_in(proposal), rulebook)}
    if proposal.kind == FEDERATION:
        federation = federation_in_words(str(proposal.payload["provider_code"]))
        return {"rows": rows_in_words(rows_in(proposal), rulebook), "federation": federation}
    if proposal.kind == BUDGETS:
        return {"allowed": allowed_in(proposal), "series": _series(proposal)}
    if proposal.kind == PAYEES:
        return {"payee": payee_in(proposal)}
    return {
        "prices": [
            (
                each,
                Contract(each.contract).label,
                price_in_words(each, rulebook),
            )
            for each in prices_in(proposal)
        ]
    }


def _series(proposal: Proposal) -> str:
    series = allowed_in(proposal).series
    known = rulebook_here().series.get(series)
    return known.name if known else series


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, SETTLE_PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, SETTLE_PURPOSE),
        ("1件を確定しました。", "1件を差し戻しました。"),
    )
