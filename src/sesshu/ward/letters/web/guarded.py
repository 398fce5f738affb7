"""Request letters of guarded people: taken in, checked and printed by their desk alone (B5, D3)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import queue
from sesshu.ward.letters import queries
from sesshu.ward.letters.request_letters import KIND, PURPOSE
from sesshu.ward.letters.web import deciding, request_letters
from sesshu.ward.letters.web.lists import year_asked
from sesshu.ward.letters.web.words import number_in_words, vaccinations_in_words, year_in_words
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.residents.sides import GUARDED
from sesshu.ward.rulebooks.releases import rulebook_here

FORMS = ["GET", "HEAD", "POST"]


@requires(Permission.GUARDED_LETTER)
def letters(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, and the letters of a fiscal year."""
    year, rulebook = year_asked(request), rulebook_here()
    waits = queue(request.account.id, now(), [GUARDED.kind(KIND)])
    waiting, listed = [each.proposal for each in waits], queries.guarded_letters(year)
    about = {letter.resident_id for letter in listed}
    people = subjects_of(about | {each.subjects[0] for each in waiting})
    ledger.look(request.actor, "letter.list", PURPOSE, sorted(people), {"year": year})
    context = {
        "waiting": [
            {
                "proposal": each,
                "name": people[each.subjects[0]].name,
                "own": each.proposed_by == request.account.id,
            }
            for each in waiting
        ],
        "lines": [
            {
                "letter": each,
                "number": number_in_words(each.fiscal_year, each.number),
                "name": people[each.resident_id].name,
                "asked": vaccinations_in_words(each.vaccinations, rulebook),
            }
            for each in listed
        ],
        "year": year,
        "year_in_words": year_in_words(year),
        "most": queries.LISTED,
    }
    return render(request, "ward/letters/guarded_letters.html", context)


@requires(Permission.GUARDED_LETTER)
@require_http_methods(FORMS)
def new(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The application, with where the person stays."""
    return request_letters.new_at(GUARDED, request, municipality, resident_id)


@requires(Permission.GUARDED_LETTER)
@require_http_methods(FORMS)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """An application beside its paper, read in the guarded zone."""
    return deciding.decide_at(GUARDED, request, municipality, proposal_id)


@requires(Permission.GUARDED_LETTER)
def letter(request: PortalRequest, municipality: str, letter_id: int) -> HttpResponse:
    """One letter with its stay."""
    return request_letters.letter_at(GUARDED, request, letter_id)


@requires(Permission.GUARDED_LETTER)
def letter_pdf(request: PortalRequest, municipality: str, letter_id: int) -> HttpResponse:
    """The letter without the person's address."""
    return request_letters.letter_pdf_at(GUARDED, request, municipality, letter_id)
