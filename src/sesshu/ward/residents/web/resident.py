"""The pages of one resident: doses, household, history. Each view is one look in the ledger (R4)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.matching.queries import other_numbers
from sesshu.ward.records.web.sheet import sheet_for
from sesshu.ward.residents.queries import (
    NoSuchResident,
    Resident,
    history_of,
    household_of,
    resident_of,
)
from sesshu.ward.residents.web.contact import contact_lines
from sesshu.ward.residents.web.forms import KnownOnForm, PurposeForm
from sesshu.ward.residents.web.history import states_of
from sesshu.ward.residents.web.household import members_of
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.visits import Visit, visit_of


class Tab(NamedTuple):
    """A page of the same person."""

    label: str
    url: str
    current: bool


PAGES = (
    ("resident", "接種記録", Permission.RESIDENT_VIEW),
    ("resident-vouchers", "券", Permission.RESIDENT_VIEW),
    ("resident-household", "世帯", Permission.RESIDENT_VIEW),
    ("resident-history", "異動の履歴", Permission.RESIDENT_VIEW),
    ("resident-as-known", "当時の判定", Permission.RESIDENT_VIEW),
    ("resident-certificates", "済証", Permission.CERTIFICATE_ISSUE),
    ("resident-letters", "依頼書", Permission.LETTER_VIEW),
    ("resident-circumstances", "事情", Permission.CIRCUMSTANCE_ASK),
    ("resident-fees", "費用区分", Permission.FEE_CLASS),
    ("resident-protection", "支援措置", Permission.PROTECTION_KEEP),
    ("resident-pregnancies", "妊娠", Permission.PREGNANCY),
    ("guarded-letter-new", "依頼書（担当課）", Permission.GUARDED_LETTER),
    ("guarded-refund-new", "償還払い（担当課）", Permission.GUARDED_REFUND),
)


@requires(Permission.RESIDENT_VIEW)
def resident(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Contact, what may be given next, and the doses so far."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    others = other_numbers(resident_id, today())
    look(request, visit, "resident.view", [resident_id, *(other.id for other in others)])
    context = page_context(request, municipality, shown, visit)
    context["other_numbers"] = others
    context["contact"] = contact_lines(shown)
    context["sheet"] = sheet_for(request.account, resident_id, today())
    return render(request, "ward/residents/resident.html", context)


@requires(Permission.RESIDENT_VIEW)
def household(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Who lives with the person today; all of them are seen."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    members = household_of(resident_id, today())
    seen = dict.fromkeys([resident_id, *(each.id for each in members)])
    look(request, visit, "resident.household", seen)
    context = page_context(request, municipality, shown, visit)
    context["members"] = members_of(members, today(), request.account)
    return render(request, "ward/residents/household.html", context)


@requires(Permission.RESIDENT_VIEW)
def history(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Every registered state with both times, or only what was known by the end of a day."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    form = KnownOnForm(request.GET if "known_on" in request.GET else None)
    known_on = form.cleaned_data["known_on"] if form.is_valid() else None
    look(request, visit, "resident.history", [resident_id])
    context = page_context(request, municipality, shown, visit)
    context |= {"form": form, "known_on": known_on}
    context["states"] = states_of(history_of(resident_id), today(), known_on)
    return render(request, "ward/residents/history.html", context, status=_status_of(form))


def find(resident_id: int, on: date) -> Resident:
    """The person as registered on a day. Raises Http404."""
    try:
        return resident_of(resident_id, on)
    except NoSuchResident as error:
        raise Http404("no such resident") from error


def look(request: PortalRequest, visit: Visit, action: str, residents: Iterable[int]) -> None:
    """One view, one entry, before anything is shown."""
    details = {"search": str(visit.search)} if visit.search else {}
    ledger.look(request.actor, action, visit.purpose.label, residents, details)


def ask_purpose(request: PortalRequest) -> HttpResponse:
    """Nothing of a person is shown before the purpose is named."""
    return render(request, "ward/residents/ask_purpose.html", {"form": PurposeForm()})


def page_context(
    request: PortalRequest, municipality: str, shown: Resident, visit: Visit
) -> dict[str, Any]:
    """What every page of one person shows around its part."""
    return {
        "identity": identity_of(shown, today(), request.account),
        "visit": visit,
        "tabs": [*_tabs(request, municipality, shown.id, visit)],
        "may_enter": request.account.may(Permission.DOSE_ENTER),
        "may_merge": request.account.may(Permission.MERGE_ASK),
        "may_request": request.account.may(Permission.GUARDED_REQUEST),
    }


def _tabs(
    request: PortalRequest, municipality: str, resident_id: int, visit: Visit
) -> Iterator[Tab]:
    here = request.resolver_match.url_name if request.resolver_match else None
    for name, label, right in PAGES:
        if not request.account.may(right):
            continue
        url = reverse(name, args=[municipality, resident_id]) + visit.query
        yield Tab(label, url, name == here)


def _status_of(form: KnownOnForm) -> int:
    return 422 if form.errors else 200
