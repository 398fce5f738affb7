"""A day as clerks type it, on every page: one box, read back in both calendars (ui.md §4.4)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from sesshu.kernel.date_entry import DateEntryError, read_date
from sesshu.kernel.eras import in_both_calendars

Check = Callable[[date], str | None]


class FastDateInput(forms.TextInput):
    """One text box; under it the day as it was understood, in both calendars."""

    def format_value(self, value: Any) -> str | None:
        """A day is shown as 2026-04-01, typed text as it was typed."""
        return value.isoformat() if isinstance(value, date) else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What Django's input needs; the echo hangs on the id."""
        attributes = {"size": 14, "autocomplete": "off", "inputmode": "text", **(attrs or {})}
        context = super().get_context(name, value, attributes)
        identifier = str(context["widget"]["attrs"].get("id", name))
        context["widget"]["attrs"].update(_asking_for_echo(name, identifier))
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The box and its echo."""
        box = super().render(name, value, attrs, renderer)
        identifier = (attrs or {}).get("id", name)
        return render_to_string(
            "ui/form/echo.html", {"box": box, "id": identifier, "words": echo(value)}
        )


class FastDateField(forms.Field):
    """A day: H310430, S64.1.7, R1-5-1, 20190501, 2019/5/1, in any width.

    ``check`` says what is wrong with a day that exists (「接種日は今日以前の日を…」), or None.
    """

    widget = FastDateInput

    def __init__(self, *, check: Check | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.check = check

    def to_python(self, value: Any) -> date | None:
        """The day, or None when nothing was typed."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return read_date(str(value))
        except DateEntryError as problem:
            raise ValidationError(f"{self.label}：{problem}", code="unreadable") from problem

    def validate(self, value: date | None) -> None:
        """Django's rules, then the caller's."""
        super().validate(value)
        if value and self.check and (problem := self.check(value)):
            raise ValidationError(problem, code="refused")


def echo(value: Any) -> str:
    """The day as it was understood, in both calendars; nothing while it cannot be read."""
    try:
        day = value if isinstance(value, date) else read_date(str(value or ""))
        return in_both_calendars(day)
    except ValueError:
        return ""


def _asking_for_echo(name: str, identifier: str) -> dict[str, str]:
    """htmx: when the box is left, send it alone and put the answer under it."""
    return {
        "hx-post": reverse("date-echo"),
        "hx-trigger": "change",
        "hx-params": name,
        "hx-target": f"#{identifier}_echo",
    }
