"""The day a clerk is typing, read back in both calendars before it is saved (ui.md §4.4)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sesshu.foundation.accounts.web.access import public
from sesshu.foundation.fast_date import echo


@public
@csrf_exempt  # answers from the text alone: nothing is read, nothing is written
@require_POST  # a birth date must not stand in an address that servers log
def date_echo(request: HttpRequest) -> HttpResponse:
    """令和8年4月1日（2026年4月1日） for the one value sent; nothing while it cannot be read."""
    typed = next(iter(request.POST.values()), "")
    return HttpResponse(echo(typed), content_type="text/plain; charset=utf-8")
