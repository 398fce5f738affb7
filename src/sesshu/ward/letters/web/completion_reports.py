"""Completion reports for other mayors: entry, the report, the scan (B6)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.documents import NotPrinted
from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.letters import paper, queries
from sesshu.ward.letters.completion_reports import PURPOSE, enter
from sesshu.ward.letters.situations import NoLetter
from sesshu.ward.letters.web.forms import CompletionForm
from sesshu.ward.letters.web.words import number_in_words
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.LETTER_APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str) -> HttpResponse:
    """What the letter, the screening form and the scan say."""
    form = CompletionForm(request.POST or None, request.FILES or None, rulebook=rulebook_here())
    if form.is_valid() and _entered(request, form):
        messages.success(request, "実施報告書を確認に回しました。承認されると発行されます。")
        return redirect("letters", municipality)
    ledger.look(request.actor, "completion_report.form", PURPOSE)
    status = 422 if form.errors else 200
    return render(request, "ward/letters/completion.html", {"form": form}, status=status)


@requires(Permission.LETTER_VIEW)
def report(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """One report, as it is printed."""
    found = queries.report_of(report_id)
    if found is None:
        raise Http404("no such report")
    ledger.look(request.actor, "completion_report.view", PURPOSE, details={"report": report_id})
    series = rulebook_here().series.get(found.series)
    context = {
        "report": found,
        "number": number_in_words(found.fiscal_year, found.number),
        "series": series.name if series else found.series,
    }
    return render(request, "ward/letters/report.html", context)


@requires(Permission.LETTER_VIEW)
def report_pdf(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """The report for the printer."""
    found = queries.report_of(report_id)
    if found is None:
        raise Http404("no such report")
    details = {"report": report_id}
    ledger.look(request.actor, "completion_report.printed", PURPOSE, details=details)
    series = rulebook_here().series.get(found.series)
    try:
        pdf = paper.report_pdf(found, series.name if series else found.series)
    except NotPrinted as problem:
        messages.error(request, f"印刷できませんでした。{problem}")
        return redirect("report", municipality, report_id)
    return HttpResponse(pdf, content_type="application/pdf")


@requires(Permission.LETTER_VIEW)
def scan(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """予診票の写し, as it was scanned."""
    found = queries.scan_of(proposal_id)
    if found is None:
        raise Http404("no such scan")
    ledger.look(request.actor, "completion_report.scan", PURPOSE, details={"proposal": proposal_id})
    media_type, content = found
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = "inline"
    return answer


def _entered(request: PortalRequest, form: CompletionForm) -> bool:
    try:
        enter(request.actor, form.completion(), form.scan_entered(), today())
    except NoLetter as problem:
        form.add_error(None, problem.message)
        return False
    return True
