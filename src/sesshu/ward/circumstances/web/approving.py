"""The second person: what is told of a person, what it changes, and the decision (R5)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.circumstances import operations
from sesshu.ward.circumstances.codes import KIND, PURPOSE
from sesshu.ward.circumstances.effects import effects_of
from sesshu.ward.circumstances.operations import told_in
from sesshu.ward.circumstances.web.words import name_of
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.resident import find
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.CIRCUMSTANCE_CHECK)
def queue(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, the oldest first."""
    waiting = second_person.queue(request.account.id, now(), [KIND])
    subjects = subjects_of({each.proposal.subjects[0] for each in waiting})
    ledger.look(request.actor, "circumstance.checks", PURPOSE, list(subjects))
    rulebook = rulebook_here()
    rows = [
        (each, subjects[each.proposal.subjects[0]], told_in(each.proposal.payload))
        for each in waiting
    ]
    context = {
        "rows": [
            (each, person, name_of(told.kind, told.antigen, rulebook))
            for each, person, told in rows
        ]
    }
    return render(request, "ward/circumstances/checks.html", context)


@requires(Permission.CIRCUMSTANCE_CHECK)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve or send back one of them, exactly as it was shown, beside what it changes."""
    proposal = proposal_shown(proposal_id, [KIND])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("circumstance-checks", municipality=municipality)
    told, rulebook = told_in(proposal.payload), rulebook_here()
    shown = find(told.resident_id, today())
    ledger.look(request.actor, "circumstance.check", PURPOSE, [shown.id])
    context = {
        "identity": identity_of(shown, today(), request.account),
        "proposal": proposal,
        "told": told,
        "what": name_of(told.kind, told.antigen, rulebook),
        "effects": effects_of(told, today(), rulebook),
        "form": form,
        "own": proposal.proposed_by == request.account.id,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/circumstances/check.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: operations.approve(request.actor, proposal.pk, shown),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("1件を承認しました。", "1件を差し戻しました。"),
    )
