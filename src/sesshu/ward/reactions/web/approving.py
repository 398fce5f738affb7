"""The second person: what a report says beside its dose, and the decision (R5)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.reactions import operations
from sesshu.ward.reactions.codes import KIND, PURPOSE
from sesshu.ward.reactions.operations import reported_in
from sesshu.ward.reactions.web.words import dose_in_words, items_of, symptom_in
from sesshu.ward.records.models import Dose
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.resident import find
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.REACTION_CHECK)
def queue(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, the oldest first."""
    waiting = second_person.queue(request.account.id, now(), [KIND])
    subjects = subjects_of({each.proposal.subjects[0] for each in waiting})
    ledger.look(request.actor, "reaction.checks", PURPOSE, list(subjects))
    rows = [
        (
            each,
            subjects[each.proposal.subjects[0]],
            symptom_in(reported_in(each.proposal.payload)),
        )
        for each in waiting
    ]
    return render(request, "ward/reactions/checks.html", {"rows": rows})


@requires(Permission.REACTION_CHECK)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve or send back one of them, exactly as it was shown, beside its dose."""
    proposal = proposal_shown(proposal_id, [KIND])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("reaction-checks", municipality=municipality)
    reported = reported_in(proposal.payload)
    dose = Dose.objects.get(pk=reported.dose_id)
    ledger.look(request.actor, "reaction.check", PURPOSE, [dose.resident_id])
    context = {
        "identity": identity_of(find(dose.resident_id, today()), today(), request.account),
        "proposal": proposal,
        "reported": reported,
        "items": items_of(reported),
        "dose": dose_in_words(dose, rulebook_here()),
        "form": form,
        "own": proposal.proposed_by == request.account.id,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/reactions/check.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: operations.approve(request.actor, proposal.pk, shown),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("1件を承認しました。", "1件を差し戻しました。"),
    )
