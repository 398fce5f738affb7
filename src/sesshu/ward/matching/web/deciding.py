"""What was merged, what waits for a second person, and the page on which one of it is decided (R5)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal, State
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.matching import queries
from sesshu.ward.matching.operations import KINDS, MERGE_KIND, PURPOSE, UNDO_KIND
from sesshu.ward.matching.web.asking import compared_or_404
from sesshu.ward.matching.web.words import lines_of
from sesshu.ward.residents.queries import resident_of

TITLES = {MERGE_KIND: "名寄せ", UNDO_KIND: "名寄せの取消し"}


@requires(Permission.MERGE_VIEW)
def merges(request: PortalRequest, municipality: str) -> HttpResponse:
    """What two people decided, the newest first, and what they have not decided yet."""
    known = queries.merges()
    waiting = second_person.queue(request.account.id, now(), KINDS)
    seen = [number for each in known for number in (each.kept_id, each.merged_id)]
    asked = [number for each in waiting for number in each.proposal.subjects]
    ledger.look(request.actor, "merge.list", PURPOSE, dict.fromkeys([*seen, *asked]))
    context = {
        "lines": [
            {
                "merge": each,
                "name": _name(each.kept_id),
                "undone": getattr(each, "mergeundone", None),
            }
            for each in known
        ],
        "waiting": len(waiting),
        "may_ask": request.account.may(Permission.MERGE_ASK),
        "may_check": request.account.may(Permission.MERGE_CHECK),
    }
    return render(request, "ward/matching/merges.html", context)


@requires(Permission.MERGE_CHECK)
def checks(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, oldest first."""
    at = now()
    waiting = second_person.queue(request.account.id, at, KINDS)
    seen = [number for each in waiting for number in each.proposal.subjects]
    ledger.look(request.actor, "merge.checks", PURPOSE, dict.fromkeys(seen))
    lines = [
        {
            "proposal": each.proposal,
            "kind": TITLES[each.proposal.kind],
            "name": _name(each.proposal.subjects[0]),
            "locked": each.locked,
        }
        for each in waiting
    ]
    context = {"lines": lines, "total": second_person.count_waiting(at, KINDS)}
    return render(request, "ward/matching/checks.html", context)


@requires(Permission.MERGE_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Two 宛名 side by side, what is asked, and the decision about exactly that."""
    proposal = proposal_shown(proposal_id, KINDS)
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if request.method == "POST" and form.is_valid() and _decided(request, proposal, form):
        return redirect("merge-checks", municipality)
    found = compared_or_404(*proposal.subjects)
    details = {"proposal": proposal_id}
    ledger.look(request.actor, "merge.check", PURPOSE, proposal.subjects, details)
    context = {
        "proposal": proposal,
        "kind": TITLES[proposal.kind],
        "is_merge": proposal.kind == MERGE_KIND,
        "is_open": proposal.state == State.OPEN,
        "own": proposal.proposed_by == request.account.id,
        "form": form,
        "found": found,
        "lines": lines_of(found),
    }
    status = 422 if form.errors else 200
    return render(request, "ward/matching/check.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        (
            f"{TITLES[proposal.kind]}を承認しました。",
            f"{TITLES[proposal.kind]}の申請を差し戻しました。",
        ),
    )


def _name(resident_id: int) -> str:
    return resident_of(resident_id, today()).name
