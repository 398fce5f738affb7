"""Comparisons of releases: which there are, how many are affected, and who."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.kernel.outcomes import Status
from sesshu.schedule.comparison import Effect, vaccines_changed
from sesshu.schedule.types import Rulebook
from sesshu.ward.rulebooks import queries
from sesshu.ward.rulebooks.queries import Comparison, Named
from sesshu.ward.rulebooks.releases import kept

ON_A_PAGE = 100
PURPOSE = "規則の版の比較"


class Row(NamedTuple):
    """A line of the table of counts: a series, and each effect with its count."""

    code: str
    name: str
    counts: list[tuple[Effect, int]]


@requires(Permission.RUN_VIEW)
@require_GET
def comparisons(request: PortalRequest, municipality: str) -> HttpResponse:
    """The newest comparisons."""
    context = {"comparisons": queries.comparisons()}
    return render(request, "ward/rulebooks/comparisons.html", context)


@requires(Permission.RUN_VIEW)
@require_GET
def comparison(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """One comparison in numbers."""
    seen = _comparison(run_id)
    old, new = kept(seen.old), kept(seen.new)
    vaccines = [new.series[code].name for code in vaccines_changed(seen.on, old, new)]
    context = {
        "comparison": seen,
        "effects": list(Effect),
        "rows": _rows(run_id, old, new),
        "vaccines": vaccines,
        "may_see_who": request.account.may(Permission.RUN_START),
        **_door(request, run=run_id),
    }
    return render(request, "ward/rulebooks/comparison.html", context)


@requires(Permission.RUN_START)
@require_GET
def affected(
    request: PortalRequest, municipality: str, run_id: int, series: str, effect: str
) -> HttpResponse:
    """Residents of one series and effect, by number alone; looking at them is entered."""
    seen, page = _comparison(run_id), _page(request)
    if effect not in list(Effect):
        raise Http404("no such effect")
    wanted = Effect(effect)
    total = queries.tally(run_id).get(series, {}).get(wanted, 0)
    start = (page - 1) * ON_A_PAGE
    found = queries.named(run_id, series, wanted, start, ON_A_PAGE)
    if not found:
        raise Http404("nobody here")
    _look(request, run_id, found)
    context = {
        "comparison": seen,
        "series": _name(series, kept(seen.new), kept(seen.old)),
        "effect": wanted,
        "rows": [(row, _ja(row.before_status), _ja(row.after_status)) for row in found],
        "total": total,
        "page": page,
        "more": start + len(found) < total,
        **_door(request, run=run_id, series=series, effect=effect),
    }
    return render(request, "ward/rulebooks/affected.html", context)


def _comparison(run_id: int) -> Comparison:
    seen = queries.comparison(run_id)
    if seen is None:
        raise Http404("no such comparison")
    return seen


def _door(request: PortalRequest, **conditions: int | str) -> dict[str, object]:
    """What the button to the media ledger needs."""
    may = (Permission.RUN_START, Permission.FILE_TAKE_OUT_REQUEST)
    return {
        "may_take_out": all(request.account.may(right) for right in may),
        "conditions": urlencode(conditions),
    }


def _rows(run_id: int, old: Rulebook, new: Rulebook) -> list[Row]:
    counted = queries.tally(run_id)
    return [
        Row(code, series.name, [(effect, counted[code].get(effect, 0)) for effect in Effect])
        for code, series in (old.series | new.series).items()
        if code in counted
    ]


def _name(code: str, *rulebooks: Rulebook) -> str:
    return next((one.series[code].name for one in rulebooks if code in one.series), code)


def _ja(status: str | None) -> str:
    return Status(status).ja if status else ""


def _look(request: PortalRequest, run_id: int, found: list[Named]) -> None:
    residents = [row.resident_id for row in found]
    ledger.look(request.actor, "rulebook.affected", PURPOSE, residents, {"run": run_id})


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "")
    return max(int(number), 1) if number.isascii() and number.isdigit() else 1
