"""The table rights ↔ duties and who holds them, to print and to review (R18)."""

import hashlib
import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts import queries
from sesshu.foundation.accounts.queries import AccountLine
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import PERMISSIONS, REALMS, Duty, Permission
from sesshu.foundation.rights import matrix

PURPOSE = "権限の見直し"
CHANGED = "表示したあとで権限か担当が変わりました。今の表を見てから、もう一度記録してください。"


@requires(Permission.ACCOUNT_VIEW)
@require_GET
def show(request: PortalRequest, municipality: str) -> HttpResponse:
    """The matrix and the holders as a page that prints."""
    lines = queries.accounts()
    context = {
        "duties": [(duty, REALMS[duty]) for duty in Duty],
        "rows": matrix(),
        "holders": [(duty, [line for line in lines if duty in line.duties]) for duty in Duty],
        "digest": digest(lines),
        "at": now(),
    }
    return render(request, "foundation/accounts/rights.html", context)


@requires(Permission.ACCOUNT_VIEW)
@require_POST
def review(request: PortalRequest, municipality: str) -> HttpResponse:
    """Record that somebody reviewed exactly the table that was shown."""
    shown = digest(queries.accounts())
    if request.POST.get("shown") == shown:
        with ledger.act(request.actor, "rights.review", PURPOSE) as entry:
            entry.detail(table_sha256=shown)
        messages.success(request, "権限の一覧表を見直したことを記録しました。")
    else:
        messages.error(request, CHANGED)
    return HttpResponseRedirect(reverse("rights", kwargs={"municipality": municipality}))


def digest(lines: list[AccountLine]) -> str:
    """SHA-256 over rights, duties and who holds which, as the table shows them."""
    rights = {duty: sorted(PERMISSIONS[duty]) for duty in Duty}
    held = {line.id: sorted(line.duties) for line in lines}
    table = json.dumps([rights, held], sort_keys=True)
    return hashlib.sha256(table.encode()).hexdigest()
