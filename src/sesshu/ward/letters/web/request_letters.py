"""Request letters of a resident: the list, the application, the letter itself (B5)."""

from datetime import date, timedelta
from typing import Any

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
from sesshu.foundation.walls import current_place
from sesshu.ward.letters import paper, queries
from sesshu.ward.letters.practice import practice_of
from sesshu.ward.letters.request_letters import PURPOSE, apply, doubts_about, standing_at
from sesshu.ward.letters.situations import NoLetter, NotPrintable
from sesshu.ward.letters.web.forms import ApplicationForm
from sesshu.ward.letters.web.sides import names_of, page_of
from sesshu.ward.letters.web.words import (
    choices_of,
    items_of_stay,
    number_in_words,
    vaccinations_in_words,
)
from sesshu.ward.records.web.desk import desk_of
from sesshu.ward.refunds import queries as refunds
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.sides import ORDINARY, Side
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import visit_of
from sesshu.ward.rulebooks.releases import rulebook_here

LOOKING_AHEAD = timedelta(days=365)


@requires(Permission.LETTER_VIEW)
def of_resident(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The letters about one resident, newest first."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    look(request, visit, "request_letter.list", [resident_id])
    rulebook = rulebook_here()
    context = page_context(request, municipality, shown, visit)
    context |= {
        "letters": [
            {
                "letter": each,
                "number": number_in_words(each.fiscal_year, each.number),
                "asked": vaccinations_in_words(each.vaccinations, rulebook),
            }
            for each in queries.letters_of(resident_id)
        ],
        "refunds": refunds.applications_of(resident_id) if not shown.is_guarded else (),
        "may_apply": request.account.may(Permission.LETTER_APPLY),
        "guarded": shown.is_guarded,
    }
    return render(request, "ward/letters/of_resident.html", context)


@requires(Permission.LETTER_APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The application, as it stands on the paper or is told at the counter."""
    return new_at(ORDINARY, request, municipality, resident_id)


def new_at(side: Side, request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The application at the desk of a side; of the other side's people nothing is asked."""
    desk = desk_of(request, municipality, resident_id, Purpose.COUNTER)
    ahead = desk.on + LOOKING_AHEAD
    choices = choices_of(standing_at(resident_id, desk.on, ahead, desk.rulebook), ahead)
    form = ApplicationForm(
        request.POST or None, choices=choices, on=desk.on, initial={"received_on": desk.on}
    )
    other_side = desk.subject.is_guarded != side.is_guarded
    if form.is_valid() and _applied(request, form, resident_id, desk.on, side):
        messages.success(request, "依頼書の申請を確認に回しました。承認されると発行されます。")
        if side.is_guarded:
            return redirect(page_of(side, "letters"), municipality)
        target = redirect("resident-letters", municipality, resident_id)
        target["Location"] += desk.visit.query
        return target
    desk.look("request_letter.form")
    practice = practice_of(current_place().municipality)
    context = {
        **desk.context(),
        "form": form,
        "days": practice.apply_days_before,
        "names": names_of(side),
        "other_side": other_side,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/letters/application.html", context, status=status)


@requires(Permission.LETTER_VIEW)
def letter(request: PortalRequest, municipality: str, letter_id: int) -> HttpResponse:
    """One letter: as it is printed, and what came back."""
    return letter_at(ORDINARY, request, letter_id)


def letter_at(side: Side, request: PortalRequest, letter_id: int) -> HttpResponse:
    """One letter at the desk of a side. Raises Http404."""
    found = queries.letter_of(letter_id, side)
    if found is None:
        raise Http404("no such letter")
    purpose = Purpose.REVIEW.label
    ledger.look(
        request.actor, "request_letter.view", purpose, [found.resident_id], {"letter": letter_id}
    )
    context = _letter_context(request, found) | {"names": names_of(side)}
    return render(request, "ward/letters/letter.html", context)


@requires(Permission.LETTER_VIEW)
def letter_pdf(request: PortalRequest, municipality: str, letter_id: int) -> HttpResponse:
    """The letter for the printer; its opening is entered about its person."""
    return letter_pdf_at(ORDINARY, request, municipality, letter_id)


def letter_pdf_at(
    side: Side, request: PortalRequest, municipality: str, letter_id: int
) -> HttpResponse:
    """The letter from the desk of a side. Raises Http404."""
    found = queries.letter_of(letter_id, side)
    if found is None:
        raise Http404("no such letter")
    details = {"letter": letter_id}
    ledger.look_each(request.actor, "request_letter.printed", PURPOSE, [found.resident_id], details)
    try:
        pdf = paper.letter_pdf(found, resident_of(found.resident_id, today()), rulebook_here())
    except (NotPrinted, NotPrintable) as problem:
        messages.error(request, f"印刷できませんでした。{problem}")
        return redirect(page_of(side, "letter"), municipality, letter_id)
    return HttpResponse(pdf, content_type="application/pdf")


def _letter_context(request: PortalRequest, found: queries.Letter) -> dict[str, Any]:
    resident = resident_of(found.resident_id, today())
    rulebook = rulebook_here()
    return {
        "identity": identity_of(resident, today(), request.account),
        "letter": found,
        "number": number_in_words(found.fiscal_year, found.number),
        "asked": vaccinations_in_words(found.vaccinations, rulebook),
        "stay": items_of_stay(found.stay),
        "reported": [
            {"reported": each, "series": rulebook.series[each.dose.entry.series].name}
            for each in queries.reported_under(found)
        ],
        "series": {each.series: rulebook.series[each.series].name for each in found.vaccinations},
        "may_enter": request.account.may(Permission.DOSE_ENTER),
    }


def _applied(
    request: PortalRequest, form: ApplicationForm, resident_id: int, on: date, side: Side
) -> bool:
    """Whether a second person was asked; if not, the form says what stands against it."""
    application, rulebook = form.application(resident_id), rulebook_here()
    form.tell(doubts_about(application, on, rulebook))
    if form.errors:
        return False
    try:
        apply(request.actor, application, on, rulebook, side)
    except NoLetter as problem:
        form.add_error(None, problem.message)
        return False
    return True
