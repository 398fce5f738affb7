"""What clerks type about fees."""

from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.ward.fees.codes import TaxClass
from sesshu.wire.welfare_files.layout import COLUMNS, GROUND_TITLES
from sesshu.wire.welfare_files.parse import values_of


class DayForm(forms.Form):
    """The day of a dose."""

    on = FastDateField(label="接種する日", help_text="例）R8.11.1、2026/11/1", required=False)


class TaxForm(forms.Form):
    """The 課税区分 of a household as its certificate says it."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    tax_class = forms.TypedChoiceField(
        label="課税区分",
        choices=[(each.value, each.label) for each in TaxClass],
        coerce=TaxClass,
        widget=forms.RadioSelect,
        help_text="世帯全員の証明書を見て、1人でも課税の方がいれば「課税」を選びます。",
    )

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        years = range(year, year - 3, -1)
        self.fields["fiscal_year"].choices = [(each, f"{each}年度") for each in years]  # type: ignore[attr-defined]


class WelfareRowForm(forms.Form):
    """The line as it should read, one field a column."""

    def __init__(self, data: Any, text: str) -> None:
        super().__init__(data)
        values = values_of(text) or {}
        for column in COLUMNS:
            self.fields[column.name] = forms.CharField(
                label=column.title,
                required=column.required,
                initial=values.get(column.name, ""),
                max_length=15,
                help_text=_help(column.name, column.kind),
                widget=forms.TextInput({"size": 15, "autocomplete": "off"}),
            )

    @property
    def line(self) -> str:
        """The line of a valid form."""
        return ",".join(self.cleaned_data[column.name] for column in COLUMNS)


def _help(name: str, kind: str) -> str:
    if name != "ground":
        return kind
    return "、".join(f"{code} {title}" for code, title in GROUND_TITLES.items())
