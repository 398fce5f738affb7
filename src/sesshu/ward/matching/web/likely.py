"""同じ人かもしれない宛名: the worklist that a run over the whole ward leaves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.matching.models import LikelyPair
from sesshu.ward.matching.operations import PURPOSE, find_duplicates
from sesshu.ward.matching.queries import comparison, likely_pairs
from sesshu.ward.matching.web.words import agreements_of

ROWS = 50
STARTED = "調査を始めました。終わると、この一覧が新しくなります。"
STARTED_TODAY = "きょうの調査は、すでに受け付けています。"


@requires(Permission.MERGE_VIEW)
def pairs(request: PortalRequest, municipality: str) -> HttpResponse:
    """Likeliest first; whom nobody has looked at yet."""
    guarded = request.account.may(Permission.GUARDED_APPROVE)
    found = likely_pairs(with_guarded=guarded)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    seen = [number for pair in page for number in (pair.first_id, pair.second_id)]
    ledger.look(request.actor, "merge.likely", PURPOSE, dict.fromkeys(seen))
    context = {
        "total": len(found),
        "page": page,
        "lines": [_line(pair) for pair in page],
        "may_ask": request.account.may(Permission.MERGE_ASK),
    }
    return render(request, "ward/matching/likely.html", context)


@requires(Permission.MERGE_ASK)
@require_POST
def find(request: PortalRequest, municipality: str) -> HttpResponse:
    """Look through the whole ward once more."""
    started = find_duplicates(request.actor, today())
    messages.success(request, STARTED if started.is_new else STARTED_TODAY)
    return redirect("likely-pairs", municipality)


def _line(pair: LikelyPair) -> dict[str, object]:
    found = comparison(pair.first_id, pair.second_id, today())
    return {"found": found, "agreement": agreements_of(found.agreement)}
