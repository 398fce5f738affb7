"""The second person fixes the list of a round, exactly as it was shown (R5)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm
from sesshu.ward.recall import queries, rounds
from sesshu.ward.recall.rounds import PURPOSE
from sesshu.ward.recall.web.rounds import series_of


@requires(Permission.RECALL_FIX)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, number: int) -> HttpResponse:
    """The counts of the list, and the decision about it."""
    found, proposal = queries.round_of(number), rounds.waiting_fix(number)
    if found is None or proposal is None:
        raise Http404("nothing waits about this round")
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("recall", municipality, number)
    context = {
        "round": found,
        "series": series_of(found),
        "proposal": proposal,
        "form": form,
        "own": proposal.proposed_by == request.account.id,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/recall/decide.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("一覧を確定しました。通知を印刷し、発送を記録できます。", "差し戻しました。"),
    )
