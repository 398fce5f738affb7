"""Form fields that take what a clerk types, in any width, and keep one form of it (ui.md §4.2)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import jaconv
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from sesshu.kernel.date_entry import DateEntryError, read_date
from sesshu.ui import dates

KANA = re.compile(r"[ァ-ヺー・ヽヾ 　]+")
SEPARATORS = str.maketrans("", "", " 　,-‐‑–—―−ー〒")

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


class KanaField(forms.CharField):
    """A reading: hiragana, katakana or half-width katakana, kept as full-width katakana."""

    def to_python(self, value: Any) -> str:
        """キヨウコ stays キヨウコ: small and large kana are different readings."""
        typed = super().to_python(value) or ""
        kana = jaconv.hira2kata(jaconv.h2z(typed, kana=True))
        if kana and not KANA.fullmatch(kana):
            raise ValidationError(
                f"{self.label}はカタカナかひらがなで入力してください。", code="kana"
            )
        return kana


class DigitsField(forms.CharField):
    """A number that is a name (券番号, 宛名番号): digits of any width, kept as half-width digits."""

    def __init__(self, *, digits: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.digits = digits
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("size", (digits or 12) + 8)

    def to_python(self, value: Any) -> str:
        """Digits only; spaces, commas and hyphens are left out."""
        typed = super().to_python(value) or ""
        number = unicodedata.normalize("NFKC", typed).translate(SEPARATORS)
        if number and not self._fits(number):
            raise ValidationError(self._wrong(), code="digits")
        return number

    def _fits(self, number: str) -> bool:
        ascii_digits = number.isascii() and number.isdigit()
        return ascii_digits and self.digits in (None, len(number))

    def _wrong(self) -> str:
        size = f"{self.digits}桁の" if self.digits else ""
        return f"{self.label}は{size}数字で入力してください。"


class PostalCodeField(DigitsField):
    """〒: 7 digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(digits=7, **options)

    def _wrong(self) -> str:
        return f"{self.label}は7桁の数字で入力してください。例）154-8504"


def echo(value: Any) -> str:
    """The day as it was understood, in both calendars; nothing while it cannot be read."""
    try:
        day = value if isinstance(value, date) else read_date(str(value or ""))
        return dates.in_both_calendars(day)
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
