"""Finding a resident: conditions in, a list out."""

from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.ward.matching.queries import with_other_numbers
from sesshu.ward.residents.queries import Found, FoundResident, Search, search
from sesshu.ward.residents.web import kept_searches
from sesshu.ward.residents.web.forms import SearchForm
from sesshu.ward.residents.web.kept_searches import KeptSearch
from sesshu.ward.residents.web.rows import Row, row_of
from sesshu.ward.residents.web.visits import Visit

ROWS = 50


@requires(Permission.RESIDENT_SEARCH)
def residents(request: PortalRequest, municipality: str) -> HttpResponse:
    """The empty form; a filled one is kept and leads to its result (`kept_searches` says why)."""
    if request.method != "POST":
        return render(request, "ward/residents/search.html", {"form": _empty_form()})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "ward/residents/search.html", {"form": form}, status=422)
    kept = kept_searches.keep(request.account, form.purpose_chosen, form.conditions, now())
    return _to_result(municipality, kept)


@requires(Permission.RESIDENT_SEARCH)
def found(request: PortalRequest, municipality: str, number: UUID) -> HttpResponse:
    """The residents a kept search finds today; one look for all that are shown for the first time."""
    kept = kept_searches.kept(request.account, number)
    if kept is None:
        return render(request, "ward/residents/search_gone.html", status=404)
    conditions = kept.conditions
    result = search(terms_of(conditions))
    page = Paginator(result.rows, ROWS).get_page(request.GET.get("page"))
    _look(request, kept, page, result)
    context = {
        "form": SearchForm(initial={**conditions, "purpose": kept.purpose}),
        "result": result,
        "page": page,
        "rows": _rows(request, page),
        "tried": conditions.keys(),
        "visit": Visit(kept.purpose, kept.id),
        "may_take_out": request.account.may(Permission.FILE_TAKE_OUT_REQUEST),
        "conditions": f"search={kept.id}",
    }
    return render(request, "ward/residents/found.html", context)


def terms_of(conditions: dict[str, str]) -> Search:
    """Kept conditions as the query takes them."""
    born_on = conditions.get("born_on")
    others = {name: text for name, text in conditions.items() if name != "born_on"}
    return Search(**others, born_on=date.fromisoformat(born_on) if born_on else None)


def _rows(request: PortalRequest, page: Page[FoundResident]) -> list[Row]:
    several = with_other_numbers([each.id for each in page])
    return [
        row_of(each, today(), request.account, has_other_number=each.id in several) for each in page
    ]


def _look(
    request: PortalRequest, kept: KeptSearch, page: Page[FoundResident], result: Found
) -> None:
    shown = [each.id for each in page]
    if not kept_searches.not_yet_shown(kept, shown):
        return
    details: dict[str, ledger.Code] = {
        "search": str(kept.id),
        "conditions": [*kept.conditions],
        "page": page.number,
        "more": result.more,
    }
    ledger.look(request.actor, "resident.search", kept.purpose.label, shown, details)
    kept_searches.remember_shown(kept, shown)


def _empty_form() -> SearchForm:
    """The clerk's first key press goes into the reading of the name."""
    form = SearchForm()
    form.fields["kana"].widget.attrs["autofocus"] = True
    return form


def _to_result(municipality: str, kept: KeptSearch) -> HttpResponseRedirect:
    return redirect("residents-found", municipality=municipality, number=kept.id)
