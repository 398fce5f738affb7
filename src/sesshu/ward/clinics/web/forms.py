"""Forms of clinics and lots."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sesshu.foundation.fast_date import FastDateField
from sesshu.kernel.clinics import lot_key, read_clinic_code
from sesshu.kernel.date_entry import DateEntryError, read_date
from sesshu.kernel.numbers import NumberError
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry

WEEKDAYS = tuple((str(number), f"{name}曜日") for number, name in enumerate("月火水木金土日"))
REASON_HELP = "契約書や通知の名前と日付を書いてください。"


class SearchForm(forms.Form):
    """A part of a name, code or number."""

    text = forms.CharField(label="名称・番号の一部", required=False, max_length=50)


class ClinicForm(forms.Form):
    """A clinic from a day on."""

    provider_code = forms.CharField(
        label="医療機関コード",
        help_text="10桁。最後の桁は検査数字です。",
        widget=forms.TextInput({"size": 16}),
    )
    name = forms.CharField(label="名称", max_length=100)
    address = forms.CharField(label="所在地", max_length=200, required=False)
    phone = forms.CharField(label="電話番号", max_length=20, required=False)
    contract = forms.ChoiceField(
        label="契約の種類", choices=[(each.value, each.label) for each in Contract]
    )
    series = forms.MultipleChoiceField(label="実施する接種", widget=forms.CheckboxSelectMultiple)
    closed_weekdays = forms.MultipleChoiceField(
        label="休診の曜日",
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    closed_on = forms.CharField(
        label="休診日",
        required=False,
        help_text="曜日のほかに休む日を、1行に1日ずつ。例）2026-12-31",
        widget=forms.Textarea({"rows": 3}),
    )
    valid_from = FastDateField(
        label="契約の初日", help_text="続いている契約は、この日の前日で終わります。"
    )
    valid_until = FastDateField(
        label="契約の末日", required=False, help_text="決まっていなければ空けてください。"
    )
    reason = forms.CharField(label="登録・変更の理由", max_length=300, help_text=REASON_HELP)

    def __init__(self, data: Any, rulebook: Rulebook, **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(code, series.name) for code, series in rulebook.series.items()]
        self.fields["series"].choices = choices  # type: ignore[attr-defined]

    def clean_provider_code(self) -> str:
        """Ten digits with the right check digit."""
        try:
            return read_clinic_code(self.cleaned_data["provider_code"])
        except NumberError as error:
            raise ValidationError(str(error), code="number") from error

    def clean_closed_on(self) -> tuple[date, ...]:
        """Days, one a line."""
        try:
            lines = self.cleaned_data["closed_on"].split()
            return tuple(sorted(read_date(line) for line in lines))
        except DateEntryError as error:
            raise ValidationError(f"休診日：{error}", code="unreadable") from error

    def clean(self) -> dict[str, Any]:
        """A contract ends after it begins."""
        said = super().clean() or {}
        begins, ends = said.get("valid_from"), said.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", "契約の末日は、契約の初日以後の日を入力してください。")
        return said

    @property
    def entry(self) -> ClinicEntry:
        """What a valid form says."""
        said = self.cleaned_data
        return ClinicEntry(
            provider_code=said["provider_code"],
            name=said["name"],
            address=said["address"] or None,
            phone=said["phone"] or None,
            contract=Contract(said["contract"]),
            series=tuple(said["series"]),
            closed_weekdays=tuple(int(day) for day in said["closed_weekdays"]),
            closed_on=said["closed_on"],
            valid_from=said["valid_from"],
            valid_until=said["valid_until"],
        )


class LotForm(forms.Form):
    """A lot, and the notice that stops it."""

    product = forms.ChoiceField(label="ワクチンの種類")
    lot = forms.CharField(label="Lot番号", max_length=20)
    expires_on = FastDateField(label="有効期限")
    stopped_from = FastDateField(
        label="使用停止の初日",
        required=False,
        help_text="回収などの通知があるときだけ入力してください。",
    )
    stop_reason = forms.CharField(label="使用停止の理由", max_length=300, required=False)
    reason = forms.CharField(label="登録・変更の理由", max_length=300, help_text=REASON_HELP)

    def __init__(self, data: Any, rulebook: Rulebook, **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(code, product.name) for code, product in rulebook.products.items()]
        self.fields["product"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A stop has a day and a reason, or neither."""
        said = super().clean() or {}
        if bool(said.get("stopped_from")) != bool(said.get("stop_reason")):
            self.add_error("stop_reason", "使用停止の初日と理由は、両方入力してください。")
        return said

    @property
    def entry(self) -> LotEntry:
        """What a valid form says."""
        said = self.cleaned_data
        return LotEntry(
            product=said["product"],
            lot=said["lot"],
            lot_key=lot_key(said["lot"]),
            expires_on=said["expires_on"],
            stopped_from=said["stopped_from"],
            stop_reason=said["stop_reason"] or None,
        )
