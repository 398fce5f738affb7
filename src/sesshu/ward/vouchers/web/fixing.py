"""The second person's page of an issue run: fix the list exactly as it was shown, or send it back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers import issue_runs, queries
from sesshu.ward.vouchers.web import words
from sesshu.ward.vouchers.web.runs import seen_run


@requires(Permission.ISSUE_FIX)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Fix a list or send it back."""
    proposal = _proposal(proposal_id)
    seen_run(request, proposal.payload["issue_run"])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("issue-run", municipality, proposal.payload["issue_run"])
    status = 422 if form.errors else 200
    context = _page(request, proposal) | {
        "form": form,
        "own": proposal.proposed_by == request.account.id,
    }
    return render(request, "ward/vouchers/issue_decide.html", context, status=status)


def _page(request: PortalRequest, proposal: Proposal) -> dict[str, Any]:
    seen, conditions = seen_run(request, proposal.payload["issue_run"])
    rulebook = rulebook_here()
    return {
        "run": seen,
        "proposal": proposal,
        "is_open": proposal.state == second_person.State.OPEN,
        "conditions": words.conditions_in_words(conditions, rulebook),
        "counts": words.counts_in_words(queries.tally(seen.id, seen.base_on), rulebook),
        "people": queries.people(seen.id),
        "exclusions": list(queries.exclusions(seen.id).items()),
    }


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, issue_runs.PURPOSE),
        lambda reason: second_person.decline(
            request.actor, proposal.pk, reason, issue_runs.PURPOSE
        ),
        ("一覧を確定しました。券番号を付けています。", "確定の申請を差し戻しました。"),
    )


def _proposal(proposal_id: int) -> Proposal:
    return proposal_shown(proposal_id, [issue_runs.FIX])
