"""The ledger on screen: for auditors, by person, by clerk, by time; looking is an event itself."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.ledger import queries
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.ledger.models import Entry
from sesshu.foundation.ledger.queries import AUDIT, Wanted
from sesshu.foundation.ledger.web.forms import WantedForm
from sesshu.foundation.ledger.web.purposes import Purpose, purpose_of
from sesshu.foundation.ledger.wording import action_label, detail_label, reason_label

PER_PAGE = 50
SUBJECTS_IN_LIST = 3
SUBJECTS_IN_ENTRY = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    entry: Entry
    kind: Kind
    action: str
    result: str
    refused: bool
    subjects: tuple[int, ...]
    more: int

    @classmethod
    def of(cls, entry: Entry, shown: int) -> "Line":
        """At most ``shown`` of its subjects."""
        kind = Kind(entry.kind)
        return cls(
            entry=entry,
            kind=kind,
            action=action_label(entry.action),
            result=reason_label(entry.reason) or "済",
            refused=kind is Kind.REFUSAL,
            subjects=tuple(entry.subjects[:shown]),
            more=max(0, len(entry.subjects) - shown),
        )


@requires(Permission.LEDGER_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def show_all(request: PortalRequest, municipality: str) -> HttpResponse:
    """Conditions, then the entries they ask for. What was typed is turned into ids before it is shown."""
    if request.method == "POST":
        form = WantedForm(request.POST)
        if form.is_valid():
            address = reverse("ledger", kwargs={"municipality": municipality})
            return HttpResponseRedirect(f"{address}?{form.address()}")
        return _page(request, form, status=422)
    if not request.GET:
        return _page(request, WantedForm(initial={"from_on": today(), "until_on": today()}))
    form = WantedForm(request.GET)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _found(request, form)


@requires(Permission.LEDGER_VIEW)
@never_cache
@require_GET
def show(request: PortalRequest, municipality: str, entry_id: int) -> HttpResponse:
    """One entry with all it holds, and what was done in the same transaction."""
    purpose = purpose_of(request.GET.get("purpose", ""))
    if purpose is None:  # an address without one was written by hand: choose it on the first page
        return HttpResponseRedirect(reverse("ledger", kwargs={"municipality": municipality}))
    entry = queries.entry_of(entry_id)
    if entry is None:
        raise Http404("この番号の記録はありません。")
    details = {"entry": entry_id}
    ledger.look(request.actor, "ledger.entry_seen", purpose.label, (), details, AUDIT)
    context = {
        "line": Line.of(entry, SUBJECTS_IN_ENTRY),
        "details": [(detail_label(name), value) for name, value in sorted(entry.details.items())],
        "beside": [Line.of(each, SUBJECTS_IN_LIST) for each in queries.beside(entry)],
        "sealed": queries.is_sealed(entry, queries.integrity(now()).seal),
        "query": urlencode({"purpose": purpose.value}),
    }
    return render(request, "foundation/ledger/entry.html", context)


def _found(request: PortalRequest, form: WantedForm) -> HttpResponse:
    wanted, purpose = form.wanted(), Purpose(form.cleaned_data["purpose"])
    page = Paginator(queries.entries(wanted), PER_PAGE).get_page(request.GET.get("page"))
    lines = [Line.of(entry, SUBJECTS_IN_LIST) for entry in page]
    _record_look(request, wanted, purpose, page.number)
    context = {
        "lines": lines,
        "page": page,
        "wanted": wanted,
        "query": urlencode({"purpose": purpose.value}),
        "narrowed_by": form.narrowed_by(),
    }
    return _page(request, form, context)


def _record_look(request: PortalRequest, wanted: Wanted, purpose: Purpose, page: int) -> None:
    """Before the answer leaves: who looked at whose entries of which days."""
    details: dict[str, ledger.Code] = {
        "from": str(wanted.period.from_on),
        "until": str(wanted.period.until_on),
        "account": wanted.account,
        "kind": wanted.kind,
        "action": wanted.action or None,
        "page": page,
    }
    subjects = [] if wanted.subject is None else [wanted.subject]
    ledger.look(request.actor, "ledger.seen", purpose.label, subjects, details, AUDIT)


def _page(
    request: PortalRequest,
    form: WantedForm,
    context: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {"form": form, "integrity": queries.integrity(now()), "at": now(), **(context or {})}
    return render(request, "foundation/ledger/ledger.html", shown, status=status)
