"""What was refused while a page was made, outside any act, is recorded too (R4)."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sesshu.foundation import ledger
from sesshu.foundation.ledger.event import is_recorded, mark_recorded, reason_of

ACTION = "page.open"
PURPOSE = "画面を開く"


class RecordRefusals:
    """Stands next to the views: it sees an error before it becomes a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record a refusal, PostgreSQL's among them, once; others make the page of it."""
        reason, actor = reason_of(exception), getattr(request, "actor", None)
        if reason is None or actor is None or is_recorded(exception):
            return
        match = request.resolver_match
        page = match.url_name if match and match.url_name else "page"
        ledger.refusal(actor, ACTION, PURPOSE, reason, details={"page": page})
        mark_recorded(exception)
