"""The register of doses on screen, and every roster as PDF (F14–F16, F18)."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sesshu.documents import NotPrinted
from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ui.paging import before, page_asked
from sesshu.ward.intake.queries import NoSuchFile, file_of
from sesshu.ward.recall.queries import round_of
from sesshu.ward.rosters.eligible import Eligible
from sesshu.ward.rosters.faults import Faults
from sesshu.ward.rosters.lines import Roster, on_paper
from sesshu.ward.rosters.overdue import Overdue
from sesshu.ward.rosters.paper import parts_of, print_part
from sesshu.ward.rosters.register import Register
from sesshu.ward.rosters.web.forms import RegisterForm
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers.web.runs import seen_run

ON_A_PAGE = 100


@requires(Permission.REGISTER_VIEW)
@require_GET
def register(request: PortalRequest, municipality: str) -> HttpResponse:
    """The doses between two days, a page at a time; each page is one look."""
    form = RegisterForm(request.GET or None, rulebook=rulebook_here())
    found = _shown(request, form.register) if form.is_valid() else {}
    context = {"form": form} | found
    return render(
        request, "ward/rosters/register.html", context, status=422 if form.errors else 200
    )


@requires(Permission.REGISTER_VIEW)
@require_GET
def register_paper(request: PortalRequest, municipality: str, part: int) -> HttpResponse:
    """A thousand doses of the register as PDF."""
    form = RegisterForm(request.GET, rulebook=rulebook_here())
    if not form.is_valid():
        raise Http404("no such days")
    return _pdf(request, form.register, part)


@requires(Permission.ISSUE_RUN)
@require_GET
def issue_paper(request: PortalRequest, municipality: str, run_id: int, part: int) -> HttpResponse:
    """対象者一覧表 of an issue run."""
    seen, _ = seen_run(request, run_id)
    return _pdf(request, Eligible(seen), part)


@requires(Permission.RECALL_RUN)
@require_GET
def recall_paper(request: PortalRequest, municipality: str, number: int, part: int) -> HttpResponse:
    """未接種者一覧表 of a round."""
    found = round_of(number)
    if found is None:
        raise Http404("no such round")
    return _pdf(request, Overdue(found), part)


@requires(Permission.INTAKE_VIEW)
@require_GET
def faults_paper(
    request: PortalRequest, municipality: str, file_id: int, part: int
) -> HttpResponse:
    """取込結果・エラーリスト of a clinic's file."""
    try:
        found = file_of(file_id)
    except NoSuchFile as error:
        raise Http404("no such file") from error
    return _pdf(request, Faults(found), part)


def _shown(request: PortalRequest, asked: Register) -> dict[str, Any]:
    page = page_asked(request, asked.number(), ON_A_PAGE)
    lines = asked.lines(before(page), ON_A_PAGE)
    ledger.look(request.actor, "register.view", asked.purpose, asked.subjects(lines))
    days = {"from": asked.from_on.isoformat(), "until": asked.until_on.isoformat()}
    return {
        "page": page,
        "lines": [[_text(value) for value in map(on_paper, line.values)] for line in lines],
        "parts": parts_of(asked),
        "query": request.GET.urlencode(),
        "conditions": urlencode(days | {"series": asked.series}),
        "may_take_out": request.account.may(Permission.FILE_TAKE_OUT_REQUEST),
    }


def _text(cell: Any) -> str:
    return str(getattr(cell, "text", cell))


def _pdf(request: PortalRequest, roster: Roster, part: int) -> HttpResponse:
    """A part that there is; where it cannot be printed, why."""
    if part not in parts_of(roster):
        raise Http404("no such part")
    try:
        pdf = print_part(request.actor, roster, part, today())
    except NotPrinted as problem:
        return HttpResponse(str(problem), status=503, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{roster.form}-{part}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
