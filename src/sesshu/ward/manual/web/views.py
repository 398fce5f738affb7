"""The manual on screen, narrowed by a word if one is asked for, and on paper."""

from datetime import date
from functools import lru_cache

from django import forms
from django.http import HttpResponse
from django.shortcuts import render as render_page
from django.utils.safestring import SafeString, mark_safe

from sesshu.documents import NotPrinted, render
from sesshu.documents.manual import FORM
from sesshu.documents.manual.page import body
from sesshu.foundation.accounts.web.access import signed_in
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.schedule.manual import manual
from sesshu.schedule.manual.outline import Manual
from sesshu.schedule.manual.search import found_in, narrowed
from sesshu.ward.rulebooks.releases import rulebook_here

TEMPLATE = "ward/manual/manual.html"
LONGEST_WORDS = 50


class Narrowing(forms.Form):
    """What to look for in the manual."""

    q = forms.CharField(
        label="ことば",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="例）日本脳炎　27日　第14条",
        widget=forms.TextInput(attrs={"size": 24, "type": "search"}),
    )


@signed_in
def show(request: PortalRequest, municipality: str) -> HttpResponse:
    """The whole manual, or the sections that hold all the words."""
    form = Narrowing(request.GET)
    if not form.is_valid():
        return render_page(request, TEMPLATE, {"form": form}, status=422)
    document, words = manual_of(today()), form.cleaned_data["q"]
    found = found_in(document, words) if words else ()
    text = markup(narrowed(document, words)) if words else markup_of(today())
    context = {"form": form, "document": document, "words": words, "found": found, "body": text}
    return render_page(request, TEMPLATE, context)


@signed_in
def paper(request: PortalRequest, municipality: str) -> HttpResponse:
    """The manual of today as a PDF; where it cannot be printed, the page says why."""
    try:
        pdf = pdf_of(today())
    except NotPrinted as problem:
        context = {"form": Narrowing(), "problem": str(problem)}
        return render_page(request, TEMPLATE, context, status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="sesshu-manual.pdf"'
    return answer


def markup(document: Manual) -> SafeString:
    """The sections as HTML, which `documents` escapes."""
    return mark_safe(body(document))  # noqa: S308  built of elements


@lru_cache(maxsize=1)
def manual_of(day: date) -> Manual:
    """The manual of a day; the rulebook does not change while a process runs."""
    return manual(rulebook_here(), day)


@lru_cache(maxsize=1)
def markup_of(day: date) -> SafeString:
    """The whole manual of a day as HTML."""
    return markup(manual_of(day))


@lru_cache(maxsize=1)
def pdf_of(day: date) -> bytes:
    """The whole manual of a day as a PDF. Raises NotPrinted."""
    return render(FORM, manual_of(day))
