"""Ask for a report, and for the same one once more."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest, typed_in
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.reports import operations
from sesshu.ward.reports.queries import first_known_on
from sesshu.ward.reports.web.editions import finished
from sesshu.ward.reports.web.forms import AskForm


@requires(Permission.REPORT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str) -> HttpResponse:
    """Choose a report, its year and its day; its run is started."""
    form = AskForm(typed_in(request), today=today(), first_known_on=first_known_on())
    if not (request.method == "POST" and form.is_valid()):
        status = 422 if form.errors else 200
        return render(request, "ward/reports/new.html", {"form": form}, status=status)
    started = operations.ask(request.actor, form.asked, form.cleaned_data["form_key"])
    return _to_run(request, municipality, started.run_id)


@requires(Permission.REPORT_MAKE)
@require_POST
def again(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """Compute a report once more from what it rested on."""
    seen = finished(report_id)
    started = operations.ask_again(request.actor, seen.id, uuid4())
    return _to_run(request, municipality, started.run_id)


def _to_run(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    said = "計算を受け付けました。終わると、報告の一覧から開けます。画面を閉じても続きます。"
    messages.success(request, said)
    return redirect("run", municipality=municipality, run_id=run_id)
