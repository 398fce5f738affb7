"""What clerks type about fees."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees.budgets import Allowed
from sesshu.ward.fees.codes import TaxClass
from sesshu.ward.fees.prices import Price
from sesshu.ward.fees.settling import Claimed, Kind
from sesshu.ward.records.codes import Outcome
from sesshu.wire.welfare_files.layout import COLUMNS, GROUND_TITLES
from sesshu.wire.welfare_files.parse import values_of

MONTH = re.compile(r"((?:19|20)[0-9]{2})(?:-|/|年)(0?[1-9]|1[0-2])月?")


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


class MonthInput(forms.TextInput):
    """A month of an address, YYYY-MM, shown as people write it."""

    def format_value(self, value: Any) -> str | None:
        """2026年4月, or what was typed."""
        said = MONTH.fullmatch(str(value or "").strip())
        return f"{said[1]}年{int(said[2])}月" if said else value


class MonthForm(forms.Form):
    """The month of the doses: 2026年4月, or 2026-04 as addresses have it."""

    of = forms.CharField(
        label="接種の月",
        max_length=20,
        help_text="例）2026年10月",
        widget=MonthInput({"size": 11, "autocomplete": "off"}),
    )

    def clean_of(self) -> date:
        """The first day of the month."""
        said = MONTH.fullmatch(self.cleaned_data["of"])
        if said is None:
            raise forms.ValidationError("年と月を「2026年10月」のように入力してください。")
        return date(int(said[1]), int(said[2]), 1)


class SettleForm(forms.Form):
    """For each kind a reason to return it, if it is returned; and a word for the second person."""

    reason = forms.CharField(
        label="確認する職員への説明",
        max_length=200,
        help_text="例）10月分。請求書と予診票を照合済み",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, kinds: Mapping[Kind, str]) -> None:
        super().__init__(data)
        self.kinds = {f"return-{series}-{outcome}": (series, outcome) for series, outcome in kinds}
        for name, kind in self.kinds.items():
            self.fields[name] = forms.CharField(
                label=f"返戻の理由：{kinds[kind]}",
                required=False,
                max_length=200,
                help_text="返戻にするときだけ入力します。医療機関に渡る書類に印字されます。",
                widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
            )
        self.order_fields([*self.kinds, "reason"])

    @property
    def returned(self) -> dict[Kind, str]:
        """The kinds of a valid form that go back, each with its reason."""
        said = self.cleaned_data
        return {kind: said[name] for name, kind in self.kinds.items() if said[name]}


class ClaimForm(forms.Form):
    """Number and amount of every kind the contract names; what is left empty is not claimed."""

    def __init__(
        self, data: Any, *, kinds: Mapping[Kind, str], known: Mapping[Kind, Claimed]
    ) -> None:
        super().__init__(data)
        self.kinds = kinds
        for kind, words in kinds.items():
            said = known.get(kind)
            self.fields[_name("doses", kind)] = _count(
                f"{words}：件数", said.doses if said else None, 1
            )
            self.fields[_name("yen", kind)] = _count(
                f"{words}：金額（円）", said.yen if said else None, 0
            )

    def clean(self) -> dict[str, Any]:
        """Both or neither, and something at all."""
        said = super().clean() or {}
        halves = [
            (_name("doses", kind), _name("yen", kind))
            for kind in self.kinds
            if (said.get(_name("doses", kind)) is None) != (said.get(_name("yen", kind)) is None)
        ]
        for doses, yen in halves:
            self.add_error(
                doses if said.get(doses) is None else yen, "件数と金額の両方が要ります。"
            )
        if not self.errors and not self.lines:
            raise forms.ValidationError("請求書にある件数と金額を入力してください。")
        return said

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """A line for each kind: its words, number and amount."""
        return [
            (words, self[_name("doses", kind)], self[_name("yen", kind)])
            for kind, words in self.kinds.items()
        ]

    @property
    def lines(self) -> dict[Kind, Claimed]:
        """What a valid form claims."""
        said = self.cleaned_data
        return {
            kind: Claimed(said[_name("doses", kind)], said[_name("yen", kind)])
            for kind in self.kinds
            if said.get(_name("doses", kind)) is not None
        }


class ExcludeForm(forms.Form):
    """Why a dose is not paid for; empty: it is paid for after all."""

    cause = forms.CharField(
        label="支払対象外の理由",
        required=False,
        max_length=200,
        help_text="例）対象年齢の外の接種。支払対象に戻すときは空にします。",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )


class BudgetForm(forms.Form):
    """What a series may cost in the year, with a word for the second person."""

    series = forms.ChoiceField(label="接種の種類")
    yen = forms.IntegerField(
        label="予算額（円）",
        min_value=0,
        max_value=100_000_000_000,
        widget=forms.TextInput({"size": 14, "inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="確認する職員への説明",
        max_length=200,
        help_text="例）当初予算のとおり",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, rulebook: Rulebook, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(code, series.name) for code, series in rulebook.series.items()]
        self.fields["series"].choices = [("", "選択してください"), *names]  # type: ignore[attr-defined]

    def allowed(self, year: int) -> Allowed:
        """What a valid form says of a fiscal year."""
        return Allowed(year, self.cleaned_data["series"], self.cleaned_data["yen"])


class PriceForm(forms.Form):
    """One price, with a word for the second person."""

    contract = forms.ChoiceField(
        label="契約の種類", choices=[(each.value, each.label) for each in Contract]
    )
    series = forms.ChoiceField(label="接種の種類")
    product = forms.ChoiceField(
        label="ワクチンの種類",
        required=False,
        help_text="同じ接種でもワクチンによって単価が違うときだけ選びます。",
    )
    outcome = forms.ChoiceField(
        label="実施結果",
        choices=[(each.value, each.label) for each in Outcome],
        widget=forms.RadioSelect,
    )
    yen = forms.IntegerField(
        label="単価（円、税込み）",
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput({"size": 10, "inputmode": "numeric", "autocomplete": "off"}),
    )
    valid_from = FastDateField(label="適用の初日", help_text="例）R8.4.1")
    valid_until = FastDateField(
        label="適用の末日", required=False, help_text="決まっていなければ空にします。"
    )
    reason = forms.CharField(
        label="確認する職員への説明",
        max_length=200,
        help_text="例）令和8年度の契約書のとおり",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, rulebook: Rulebook, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(code, series.name) for code, series in rulebook.series.items()]
        self.fields["series"].choices = [("", "選択してください"), *names]  # type: ignore[attr-defined]
        products = [(code, product.name) for code, product in rulebook.products.items()]
        self.fields["product"].choices = [("", "どのワクチンも同じ"), *products]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or {}
        begins, ends = said.get("valid_from"), said.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", "適用の初日より前です。")
        return said

    def price(self) -> Price:
        """What a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        said |= {"contract": Contract(said["contract"]), "outcome": Outcome(said["outcome"])}
        return Price(**said)


def _name(what: str, kind: Kind) -> str:
    return "-".join((what, *kind))


def _count(label: str, initial: int | None, least: int) -> forms.IntegerField:
    widget = forms.TextInput({"size": 8, "inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label,
        initial=initial,
        required=False,
        min_value=least,
        max_value=100_000_000,
        widget=widget,
    )
