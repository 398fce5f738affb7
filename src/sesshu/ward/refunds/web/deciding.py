"""The second person's queue of refunds, and the page on which one is decided (決裁, R5)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal, State
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.refunds import queries
from sesshu.ward.refunds.account_changes import KIND as ACCOUNT_KIND
from sesshu.ward.refunds.accounts import account_to_check
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.codes import Outcome, Reason
from sesshu.ward.refunds.operations import KIND, PURPOSE
from sesshu.ward.refunds.web.lists import evidence_in_words, seen
from sesshu.ward.refunds.web.words import Item, in_yen, items_of, items_of_account
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.REFUND_APPROVE)
def checks(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, oldest first."""
    waiting = [*queries.waiting(), *queries.waiting(ACCOUNT_KIND)]
    people = subjects_of({each.subjects[0] for each in waiting})
    ledger.look(request.actor, "refund.list", PURPOSE, sorted(people))
    lines = [
        {
            "proposal": each,
            "name": people[each.subjects[0]].name,
            "said": "振込先の訂正" if each.kind == ACCOUNT_KIND else _in_words(each),
            "page": "refund-account-check" if each.kind == ACCOUNT_KIND else "refund-check",
            "own": each.proposed_by == request.account.id,
        }
        for each in waiting
    ]
    return render(request, "ward/refunds/checks.html", {"lines": lines})


@requires(Permission.REFUND_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """One of them beside its papers and its account, and the decision."""
    proposal = proposal_shown(proposal_id, [KIND])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("refund-checks", municipality)
    ledger.look(
        request.actor, "refund.check", PURPOSE, proposal.subjects, {"proposal": proposal_id}
    )
    application_id = proposal.payload["application_id"]
    case = considered(seen(application_id).application)
    context: dict[str, Any] = {
        "identity": identity_of(
            resident_of(proposal.subjects[0], today()), today(), request.account
        ),
        "proposal": proposal,
        "form": form,
        "is_open": proposal.state == State.OPEN,
        "own": proposal.proposed_by == request.account.id,
        "decision": _items_of_decision(proposal),
        "case": case,
        "items": items_of(case, rulebook_here())
        + items_of_account(account_to_check(application_id)),
        "evidence": evidence_in_words(application_id),
    }
    status = 422 if form.errors else 200
    return render(request, "ward/refunds/check.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("決定しました。決定番号が付き、通知書を印刷できます。", "差し戻しました。"),
    )


def _items_of_decision(proposal: Proposal) -> list[Item]:
    said = proposal.payload
    items = [Item("決定の案", _in_words(proposal))]
    if said["reason"]:
        items.append(Item("理由", Reason(said["reason"]).label))
    if said["note"]:
        items.append(Item("備考", said["note"]))
    return items


def _in_words(proposal: Proposal) -> str:
    said = proposal.payload
    amount = f"　{in_yen(said['amount_yen'])}" if said["amount_yen"] else ""
    return f"{Outcome(said['outcome']).label}{amount}"
