"""What clerks type on the pages of residents."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sesshu.foundation.fast_date import FastDateField
from sesshu.ui.fields import DigitsField, KanaField, VoucherNumberField
from sesshu.ward.residents.web.purposes import Purpose, choices

NOTHING_TYPED = "検索する条件を1つ以上入力してください。"
# Conditions in the order of the form; the purpose is none of them.
CONDITIONS = ("kana", "born_on", "name", "atena_number", "voucher_number", "phone", "address")


class SearchForm(forms.Form):
    """Conditions that all have to hold, and what the search is for (R4)."""

    kana = KanaField(
        label="カナ氏名", required=False, max_length=100, widget=forms.TextInput({"size": 14})
    )
    born_on = FastDateField(label="生年月日", required=False)
    name = forms.CharField(
        label="漢字氏名", required=False, max_length=100, widget=forms.TextInput({"size": 14})
    )
    atena_number = DigitsField(
        label="宛名番号", required=False, max_length=20, widget=forms.TextInput({"size": 13})
    )
    voucher_number = VoucherNumberField(
        label="券番号", required=False, widget=forms.TextInput({"size": 13})
    )
    phone = DigitsField(
        label="電話番号", required=False, max_length=20, widget=forms.TextInput({"size": 13})
    )
    address = forms.CharField(
        label="住所", required=False, max_length=200, widget=forms.TextInput({"size": 24})
    )
    purpose = forms.ChoiceField(label="利用目的", choices=choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            # a clerk types what somebody else is called: the browser must not offer the last one
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean(self) -> dict[str, Any]:
        """At least one condition: nobody lists the ward."""
        cleaned = super().clean() or {}
        if not self.conditions and not any(name in self.errors for name in CONDITIONS):
            raise ValidationError(NOTHING_TYPED, code="nothing_typed")
        return cleaned

    @property
    def conditions(self) -> dict[str, str]:
        """What was typed, as text: days as ISO."""
        typed = ((name, self.cleaned_data.get(name)) for name in CONDITIONS)
        return {name: _as_text(value) for name, value in typed if value}

    @property
    def purpose_chosen(self) -> Purpose:
        """The purpose of a valid form."""
        return Purpose(self.cleaned_data["purpose"])


class PurposeForm(forms.Form):
    """Asked where a page of a resident is opened without a purpose."""

    purpose = forms.ChoiceField(label="利用目的", choices=choices)


class KnownOnForm(forms.Form):
    """The history as it was known at the end of a day."""

    known_on = FastDateField(
        label="この日までに分かっていた内容を見る",
        help_text="例）R8.11.1、2026/11/1",
        required=False,
    )


class ContactReasonForm(forms.Form):
    """Why the contact of a protected resident is needed."""

    reason = forms.CharField(
        label="閲覧が必要な理由",
        max_length=300,
        help_text="どの手続のために住所・電話が必要かを書いてください。住所そのものは書かないでください。",
        widget=forms.Textarea({"rows": 4}),
    )


def _as_text(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else value
