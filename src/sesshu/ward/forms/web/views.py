"""The forms to print at the counter or to put on the ward's pages: empty, as 記入例, in large type (B15)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sesshu.documents import NotPrinted
from sesshu.documents.application_form import NoSuchForm
from sesshu.documents.screening_form import NoSuchForm as NoScreeningForm
from sesshu.foundation.accounts.web.access import signed_in
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.ward.forms import papers
from sesshu.ward.rulebooks.releases import rulebook_here


@signed_in
@require_GET
def forms(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every form there is today."""
    context = {
        "applications": papers.application_forms(today()),
        "screening": list(papers.screening_examples(today(), rulebook_here())),
    }
    return render(request, "ward/forms/forms.html", context)


@signed_in
@require_GET
def application(request: PortalRequest, municipality: str, code: str) -> HttpResponse:
    """One application form; ``example=1`` asks for its 記入例, ``large=1`` for large type."""
    example, large = _asked(request, "example"), _asked(request, "large")
    return _pdf(
        request,
        lambda: papers.application_pdf(code, today(), example=example, large=large),
        _named(code, example=example, large=large),
    )


@signed_in
@require_GET
def screening(request: PortalRequest, municipality: str, series: str) -> HttpResponse:
    """The 記入例 of a 予診票; ``alone=1`` of a child who comes without a guardian."""
    alone, large = _asked(request, "alone"), _asked(request, "large")
    name = f"screening-{series}{'-alone' if alone else ''}"
    return _pdf(
        request,
        lambda: papers.screening_pdf(series, today(), rulebook_here(), alone=alone, large=large),
        _named(name, example=True, large=large),
    )


@signed_in
@require_GET
def envelope(request: PortalRequest, municipality: str) -> HttpResponse:
    """The return envelope."""
    return _pdf(request, papers.envelope_pdf, "return-envelope")


def _asked(request: PortalRequest, name: str) -> bool:
    return request.GET.get(name) == "1"


def _named(name: str, *, example: bool, large: bool) -> str:
    return f"{name}{'-example' if example else ''}{'-large' if large else ''}"


def _pdf(request: PortalRequest, make: Callable[[], bytes], name: str) -> HttpResponse:
    try:
        pdf = make()
    except (NoSuchForm, NoScreeningForm, KeyError) as error:
        raise Http404("no such form") from error
    except NotPrinted as problem:
        messages.error(request, f"印刷できませんでした。{problem}")
        return redirect("forms", request.path.split("/")[1])
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
