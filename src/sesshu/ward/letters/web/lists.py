"""依頼書・実施報告書: those of a fiscal year, newest first."""

from django.http import HttpResponse
from django.shortcuts import render

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ui.paging import before, page_asked
from sesshu.ward.letters import queries
from sesshu.ward.letters.web.words import number_in_words, vaccinations_in_words, year_in_words
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.rulebooks.releases import rulebook_here

PURPOSE = "依頼書・実施報告書の一覧"


@requires(Permission.LETTER_VIEW)
def letters(request: PortalRequest, municipality: str) -> HttpResponse:
    """Both kinds; `year` in the address asks for another fiscal year."""
    year = year_asked(request)
    page = page_asked(request, queries.count_letters(year), queries.LISTED)
    page_of_reports = page_asked(request, queries.count_reports(year), queries.LISTED, "reports")
    listed = queries.latest_letters(year, before(page))
    reports = queries.latest_reports(year, before(page_of_reports))
    people = subjects_of({letter.resident_id for letter in listed})
    ledger.look(request.actor, "letter.list", PURPOSE, sorted(people), {"year": year})
    rulebook, reported = rulebook_here(), queries.reports_of(listed)
    context = {
        "letters": [
            {
                "letter": each,
                "number": number_in_words(each.fiscal_year, each.number),
                "name": people[each.resident_id].name,
                "asked": vaccinations_in_words(each.vaccinations, rulebook),
                "reported": len(reported[each.id]),
            }
            for each in listed
        ],
        "reports": [
            {"report": each, "number": number_in_words(each.fiscal_year, each.number)}
            for each in reports
        ],
        "year": year,
        "year_in_words": year_in_words(year),
        "page": page,
        "page_of_reports": page_of_reports,
    }
    return render(request, "ward/letters/letters.html", context)


def year_asked(request: PortalRequest) -> int:
    """The fiscal year of the address, or today's."""
    typed = request.GET.get("year", "")
    return int(typed) if typed.isascii() and typed.isdecimal() else queries.year_of(today())
