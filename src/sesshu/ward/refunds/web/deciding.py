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
from sesshu.ward.refunds.accounts import account_to_check, guarded_account
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.codes import Outcome, Reason
from sesshu.ward.refunds.operations import KIND, PURPOSE
from sesshu.ward.refunds.web.lists import evidence_in_words, seen
from sesshu.ward.refunds.web.sides import names_of, page_of
from sesshu.ward.refunds.web.words import Item, in_yen, items_of, items_of_account
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.sides import ORDINARY, Side
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.REFUND_APPROVE)
def checks(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, oldest first."""
    waiting = waiting_at(ORDINARY)
    people = subjects_of({each.subjects[0] for each in waiting})
    ledger.look(request.actor, "refund.list", PURPOSE, sorted(people))
    lines = [line_of(request, ORDINARY, each, people[each.subjects[0]].name) for each in waiting]
    return render(request, "ward/refunds/checks.html", {"lines": lines})


@requires(Permission.REFUND_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """One of them beside its papers and its account, and the decision."""
    return decide_at(ORDINARY, request, municipality, proposal_id)


def waiting_at(side: Side) -> list[Proposal]:
    """What waits for a second person of a side, decisions first, the oldest of each first."""
    kinds = (side.kind(KIND), side.kind(ACCOUNT_KIND))
    return [each for kind in kinds for each in queries.waiting(kind)]


def line_of(request: PortalRequest, side: Side, waiting: Proposal, name: str) -> dict[str, Any]:
    """What waits, as a line of a list."""
    is_account = waiting.kind == side.kind(ACCOUNT_KIND)
    return {
        "proposal": waiting,
        "name": name,
        "said": "振込先の訂正" if is_account else _in_words(waiting),
        "page": page_of(side, "refund-account-check" if is_account else "refund-check"),
        "own": waiting.proposed_by == request.account.id,
    }


def decide_at(
    side: Side, request: PortalRequest, municipality: str, proposal_id: int
) -> HttpResponse:
    """A decision at the desk of a side."""
    proposal = proposal_shown(proposal_id, [side.kind(KIND)])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect(page_of(side, "refund-checks"), municipality)
    ledger.look(
        request.actor, "refund.check", PURPOSE, proposal.subjects, {"proposal": proposal_id}
    )
    application_id = proposal.payload["application_id"]
    case = considered(seen(application_id, side).application)
    account = guarded_account if side.is_guarded else account_to_check
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
        "items": items_of(case, rulebook_here()) + items_of_account(account(application_id)),
        "evidence": evidence_in_words(case.application, side),
        "names": names_of(side),
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
