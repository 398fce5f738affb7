"""Submit a report, sign exactly the figures that are shown or send it back, publish what was signed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest, typed_in
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm
from sesshu.ward.reports import operations, publishing
from sesshu.ward.reports.publishing import former_of
from sesshu.ward.reports.queries import ReportSeen
from sesshu.ward.reports.situations import NotSubmitted
from sesshu.ward.reports.web.editions import Edition, finished, found
from sesshu.ward.reports.web.forms import PublishForm
from sesshu.ward.reports.web.views import page_of


@requires(Permission.REPORT_MAKE)
@require_POST
def submit(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """Ask the head of section to sign."""
    found(report_id)
    try:
        operations.submit(request.actor, report_id)
    except NotSubmitted as situation:
        messages.error(request, situation.message)
    else:
        messages.success(request, "決裁に出しました。課長の画面に並びます。")
    return redirect("statistics-report", municipality=municipality, report_id=report_id)


@requires(Permission.REPORT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """What would leave the house, and below it the button that publishes exactly this."""
    seen = finished(report_id)
    former = former_of(seen)
    form = PublishForm(typed_in(request), asks_why=former is not None)
    if request.method == "POST" and form.is_valid() and _published(request, seen, form):
        return redirect("statistics-report", municipality=municipality, report_id=report_id)
    context = page_of(request, seen, Edition.PUBLISHED) | {"form": form, "former": former}
    return render(request, "ward/reports/publish.html", context, status=422 if form.errors else 200)


def _published(request: PortalRequest, seen: ReportSeen, form: PublishForm) -> bool:
    """Whether it was published; if not, the form says why."""
    try:
        publishing.publish(request.actor, seen, form.cleaned_data.get("reason", ""))
    except NotSubmitted as situation:
        form.add_error(None, situation.message)
        return False
    messages.success(request, "公表を記録しました。公表用のファイルを取り出せます。")
    return True


@requires(Permission.REPORT_SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """All figures, and below them the decision about exactly these."""
    seen = finished(report_id)
    if seen.submission is None:
        raise Http404("not submitted")
    proposal = second_person.proposal_of(seen.submission.proposal_id)
    if proposal is None or not seen.submission.waits:
        return redirect("statistics-report", municipality=municipality, report_id=report_id)
    form = DecisionForm(typed_in(request), initial={"shown_sha256": proposal.sha256})
    if request.method == "POST" and form.is_valid() and _decided(request, proposal, form):
        return redirect("statistics-report", municipality=municipality, report_id=report_id)
    context = page_of(request, seen, Edition.INTERNAL) | {"form": form, "proposal": proposal}
    status = 422 if form.errors else 200
    return render(request, "ward/reports/decide.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: operations.sign(request.actor, proposal.pk, shown),
        lambda reason: operations.send_back(request.actor, proposal.pk, reason),
        ("報告を決裁しました。", "報告を差し戻しました。"),
    )
