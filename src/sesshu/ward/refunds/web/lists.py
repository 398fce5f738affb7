"""償還払い: the applications of a year, one of them with its papers, and the letter of the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sesshu.documents import NotPrinted
from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ui.paging import before, page_asked
from sesshu.ward.letters.web.lists import year_asked
from sesshu.ward.letters.web.words import number_in_words, year_in_words
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.refunds import paper as papers
from sesshu.ward.refunds import queries
from sesshu.ward.refunds.account_changes import may_change
from sesshu.ward.refunds.cases import considered, standing
from sesshu.ward.refunds.codes import EvidenceKind, Outcome, Progress
from sesshu.ward.refunds.evidence import evidence_of, paper_of
from sesshu.ward.refunds.models import RefundApplication
from sesshu.ward.refunds.operations import PURPOSE
from sesshu.ward.refunds.queries import Listed
from sesshu.ward.refunds.situations import RefundNotPrintable
from sesshu.ward.refunds.web.sides import names_of, page_of
from sesshu.ward.refunds.web.words import in_yen, items_of
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.sides import ORDINARY, Side
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.REFUND_VIEW)
def refunds(request: PortalRequest, municipality: str) -> HttpResponse:
    """The applications of a fiscal year, newest first."""
    year = year_asked(request)
    page = page_asked(request, queries.count_applications(year), queries.LISTED)
    listed = queries.latest_applications(year, offset=before(page))
    people = subjects_of({each.application.resident_id for each in listed})
    ledger.look(request.actor, "refund.list", PURPOSE, sorted(people), {"year": year})
    context = {
        "lines": [
            {"each": each, "name": people[each.application.resident_id].name} for each in listed
        ],
        "year": year,
        "year_in_words": year_in_words(year),
        "page": page,
    }
    return render(request, "ward/refunds/refunds.html", context)


@requires(Permission.REFUND_VIEW)
def refund(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """One application: what it says, what speaks against it, what was decided and paid."""
    found = seen(application_id)
    context = context_at(ORDINARY, request, found)
    held = found.application.resident.is_guarded
    may = request.account.may(Permission.REFUND_APPLY) and not held
    context |= {
        "held": held,
        "may_propose": may and found.progress is Progress.RECEIVED,
        "may_change_account": may and may_change(application_id),
    }
    return render(request, "ward/refunds/refund.html", context)


@requires(Permission.REFUND_VIEW)
def paper(request: PortalRequest, municipality: str, evidence_id: int) -> HttpResponse:
    """One scan, as it came."""
    return paper_at(ORDINARY, request, evidence_id)


@requires(Permission.REFUND_VIEW)
def decision_pdf(request: PortalRequest, municipality: str, application_id: int) -> HttpResponse:
    """The letter for the printer; its opening is entered about its person."""
    return decision_pdf_at(ORDINARY, request, municipality, application_id)


def context_at(side: Side, request: PortalRequest, found: Listed) -> dict[str, Any]:
    """What the page of an application shows at the desk of a side; its look is entered."""
    application, decision = found.application, found.decision
    resident_id, details = application.resident_id, {"refund": application.pk}
    ledger.look(request.actor, "refund.view", PURPOSE, [resident_id], details)
    case = considered(application)
    return {
        "names": names_of(side),
        "identity": identity_of(resident_of(resident_id, today()), today(), request.account),
        "found": found,
        "case": case,
        "items": items_of(case, rulebook_here()),
        "evidence": evidence_in_words(application, side),
        "outcome": Outcome(decision.outcome).label if decision else "",
        "amount": in_yen(decision.amount_yen) if decision else "",
        "reason": papers.reason_on_paper(decision) if decision else "",
        "number": number_in_words(decision.fiscal_year, decision.number) if decision else "",
    }


def paper_at(side: Side, request: PortalRequest, evidence_id: int) -> HttpResponse:
    """One scan that the desk of a side may open. Raises Http404."""
    found = paper_of(evidence_id, side)
    if found is None:
        raise Http404("no such paper")
    about, details = [found.application.resident_id], {"refund": found.application_id}
    ledger.look(request.actor, "refund.paper", PURPOSE, about, details)
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer["Content-Disposition"] = "inline"
    return answer


def decision_pdf_at(
    side: Side, request: PortalRequest, municipality: str, application_id: int
) -> HttpResponse:
    """The letter from the desk of a side; that of guarded people bears no address. Raises Http404."""
    found = seen(application_id, side)
    said, decision = found.application, found.decision
    dose = standing(said.resident_id, said.dose_id)
    if decision is None or dose is None:
        raise Http404("no such decision")
    about, details = [said.resident_id], {"refund": application_id}
    ledger.look_each(request.actor, "refund.decision_printed", PURPOSE, about, details)
    try:
        resident = resident_of(said.resident_id, today())
        handed_over = side.is_guarded
        pdf = papers.decision_pdf(
            decision, dose, resident, rulebook_here(), handed_over=handed_over
        )
    except (NotPrinted, RefundNotPrintable) as problem:
        messages.error(request, f"印刷できませんでした。{problem}")
        return redirect(page_of(side, "refund"), municipality, application_id)
    return HttpResponse(pdf, content_type="application/pdf")


def seen(application_id: int, side: Side = ORDINARY) -> Listed:
    """One application; at the guarded desk of its own people alone. Raises Http404."""
    found = queries.application_of(application_id)
    if found is None or (side.is_guarded and not found.application.resident.is_guarded):
        raise Http404("no such application")
    return found


def evidence_in_words(application: RefundApplication, side: Side) -> list[tuple[int, str]]:
    """Number and kind of each scan that a desk may open."""
    if application.resident.is_guarded != side.is_guarded:
        return []
    return [(each.pk, EvidenceKind(each.kind).label) for each in evidence_of(application)]
