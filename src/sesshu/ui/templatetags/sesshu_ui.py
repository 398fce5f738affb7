"""``{% load sesshu_ui %}``: what templates of duties draw pages with. README.md shows each in use."""

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, CheckboxInput
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sesshu.ui import dates, field_errors, ways
from sesshu.ui.stylesheet import link_to_stylesheet

register = template.Library()

BANNERS = {
    "success": "成功",
    "error": "エラー",
    "warning": "警告",
    "info": "お知らせ",
}
VERDICTS = {
    "can": "接種できます",
    "check": "確認が必要",
    "cannot": "接種できません",
    "none": "対象外",
}
COLORS = ("gray", "blue", "green", "red", "orange", "yellow", "purple")


@register.simple_tag
def stylesheets() -> SafeString:
    """The link to all style sheets of the portal in one file."""
    return link_to_stylesheet()


@register.simple_tag(takes_context=True)
def again(context: Context, block: str) -> SafeString:
    """The content of a block once more, so that a page names itself in one place."""
    node = context.render_context[BLOCK_CONTEXT_KEY].get_block(block)
    return SafeString(node.render(context))


@register.simple_tag
def icon(name: str, word: str = "") -> SafeString:
    """An icon; ``word`` is what it says when no text beside it does."""
    return SafeString(render_to_string(f"ui/icon/{name}.svg", {"word": word}).strip())


@register.inclusion_tag("ui/part/chip.html")
def chip(label: str, color: str = "gray", style: str = "filled") -> dict[str, str]:
    """A chip label. ``color`` is one of COLORS; ``style`` is filled or outline."""
    return {"label": label, "color": _known(color, COLORS), "style": style}


@register.inclusion_tag("ui/part/verdict.html")
def verdict(kind: str, word: str = "") -> dict[str, str]:
    """A verdict: shape, word and color. ``kind`` is a key of VERDICTS; ``word`` replaces its word."""
    return {"kind": _known(kind, tuple(VERDICTS)), "word": word or VERDICTS[kind]}


@register.simple_block_tag
def banner(content: str, kind: str, heading: str, level: int = 2) -> SafeString:
    """A notification banner around its body. ``kind`` is a key of BANNERS."""
    return _part(
        "banner", kind=_known(kind, tuple(BANNERS)), word=BANNERS[kind], heading=heading,
        level=level, content=_trimmed(content),
    )  # fmt: skip


@register.simple_block_tag
def table_region(content: str, name: str) -> SafeString:
    """A table that may be wider than the page: scrolls by itself, reached with the keyboard."""
    return _part("table_region", label=name, content=_trimmed(content))


@register.simple_block_tag
def more(content: str, summary: str) -> SafeString:
    """A disclosure for side notes."""
    return _part("disclosure", summary=summary, content=_trimmed(content))


@register.inclusion_tag("ui/part/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What is wrong with the forms of a page, with links to the fields; nothing when all is right."""
    problems = [problem for form in forms for problem in field_errors.problems_of(form)]
    return {"problems": problems}


@register.inclusion_tag("ui/part/steps.html")
def steps(current: int, *labels: str) -> dict[str, Any]:
    """Step navigation; ``current`` counts from 1."""
    marked = [
        {"number": number, "label": label, "done": number < current, "current": number == current}
        for number, label in enumerate(labels, start=1)
    ]
    return {"steps": marked, "current": current, "total": len(labels)}


@register.inclusion_tag("ui/part/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far a run has come: ``done`` of ``total`` with the percentage, as the browser's own meter."""
    return {
        "done": done,
        "total": total,
        "done_words": f"{done:,}",
        "total_words": f"{total:,}",
        "label": label,
        "percent": 100 * done // total if total else 0,
    }


@register.inclusion_tag("ui/part/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[Any], parameter: str = "page", label: str = "ページ"
) -> dict[str, Any]:
    """前のページ・次のページ; nothing when one page holds all. Other query parameters are kept.

    Two on one page need a parameter and a label of their own.
    """
    query = context["request"].GET
    return {
        "page": page,
        "label": label,
        "previous": page.has_previous() and _turned(query, parameter, page.number - 1),
        "next": page.has_next() and _turned(query, parameter, page.number + 1),
    }


def _turned(query: QueryDict, parameter: str, number: int) -> str:
    turned = query.copy()
    turned[parameter] = str(number)
    return "?" + turned.urlencode()


@register.filter
def field_messages(field: BoundField) -> list[str]:
    """What is wrong with a field, in words that say what to do."""
    return field_errors.messages_of(field)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a field is one box, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def may_open(request: HttpRequest, url_name: str) -> bool:
    """``{% if request|may_open:"run" %}``: whether whoever sees this page may follow a link to another."""
    return ways.may_open(request, url_name)


@register.filter
def thousands(value: int | None) -> str:
    """12,345."""
    return "" if value is None else f"{value:,}"


@register.filter
def wareki(value: date | None) -> str:
    """令和8年4月1日."""
    return _time(value, dates.in_era(value)) if value else ""


@register.filter
def both_calendars(value: date | None) -> str:
    """令和8年4月1日（2026年4月1日）."""
    return _time(value, dates.in_both_calendars(value)) if value else ""


@register.filter
def short_wareki(value: date | None) -> str:
    """R8.4.1, for dense tables."""
    return _time(value, dates.short(value)) if value else ""


@register.filter
def in_month(value: date | None) -> str:
    """2026年4月."""
    shown = '<time datetime="{}">{}</time>'
    return format_html(shown, f"{value:%Y-%m}", dates.in_month(value)) if value else ""


@register.filter
def wareki_time(value: datetime | None) -> str:
    """令和8年4月1日 午前9時30分, in Tokyo."""
    return _time(value, dates.instant(value)) if value else ""


@register.filter
def seconds(value: datetime | None) -> str:
    """2026-04-01 09:30:15 in Tokyo, 24 hours; for the ledger."""
    return _time(value, dates.to_the_second(value)) if value else ""


def _time(value: date, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


def _trimmed(drawn: str) -> SafeString:
    """What the nodes of a block drew: escaped already, each by its own rule."""
    return SafeString(drawn.strip())


def _part(part: str, **context: Any) -> SafeString:
    return SafeString(render_to_string(f"ui/part/{part}.html", context).strip())


def _known(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{value!r} is none of {', '.join(allowed)}")
    return value
