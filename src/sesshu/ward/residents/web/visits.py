"""Why somebody looks at a resident, and from which search they came.

Carried in the query of each address, not in the browser or the sign-in: two tabs may serve two purposes,
and neither the code of a purpose nor the number of a search says anything about a resident.
"""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from sesshu.ward.residents.web.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Visit:
    """The purpose of the looks of one tab, and the search to go back to."""

    purpose: Purpose
    search: UUID | None = None

    @property
    def query(self) -> str:
        """What links to other pages about residents end with: ``?purpose=counter&search=…``."""
        search = {"search": str(self.search)} if self.search else {}
        return "?" + urlencode({"purpose": self.purpose.value, **search})


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit a request belongs to; None when it names no purpose we know."""
    try:
        purpose = Purpose(request.GET.get("purpose", ""))
    except ValueError:
        return None
    return Visit(purpose, _search_in(request))


def _search_in(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("search", ""))
    except ValueError:
        return None
