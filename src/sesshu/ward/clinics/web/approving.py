"""The second person's queue of clinics and lots, and the page on which one text is decided."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.clinics.operations import CLINICS, KINDS, PURPOSE, approve, clinics_in, lots_in
from sesshu.ward.clinics.web.clinics import said_of
from sesshu.ward.rulebooks.releases import rulebook_here

TITLES = {CLINICS: "契約医療機関"}


@requires(Permission.MASTER_APPROVE)
def queue(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, oldest first."""
    waiting = second_person.queue(request.account.id, now(), KINDS)
    rows = [(each, _title(each.proposal), len(each.proposal.payload["rows"])) for each in waiting]
    return render(request, "ward/clinics/masters.html", {"rows": rows})


@requires(Permission.MASTER_APPROVE)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve or send back one text, exactly as it was shown."""
    proposal = proposal_shown(proposal_id, KINDS)
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("masters", municipality=municipality)
    context = {
        "proposal": proposal,
        "subject": _title(proposal),
        "form": form,
        "clinics": _clinics(proposal) if proposal.kind == CLINICS else [],
        "lots": [] if proposal.kind == CLINICS else _lots(proposal),
    }
    status = 422 if form.errors else 200
    return render(request, "ward/clinics/master.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: approve(request.actor, proposal.pk, shown),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("1件を承認しました。", "1件を差し戻しました。"),
    )


def _title(proposal: Proposal) -> str:
    return TITLES.get(proposal.kind, "ワクチンのLot")


def _clinics(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "row": entry,
            **said_of(entry.contract, list(entry.series), list(entry.closed_weekdays)),
        }
        for entry in clinics_in(proposal)
    ]


def _lots(proposal: Proposal) -> list[tuple[Any, str]]:
    products = rulebook_here().products
    return [
        (entry, products[entry.product].name if entry.product in products else entry.product)
        for entry in lots_in(proposal)
    ]
