"""Forms by which a row is put right, let pass or dropped, and a file handed over."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from sesshu.ui.dates import in_both_calendars
from sesshu.ui.fields import AtenaNumberField
from sesshu.ward.intake.guarded_rows import Likely
from sesshu.ward.intake.subjects import Known
from sesshu.ward.records.codes import FoundBy
from sesshu.wire.clinic_files.codes import CODES
from sesshu.wire.clinic_files.layout import COLUMN_NAMES, COLUMNS, Column, Kind
from sesshu.wire.clinic_files.parse import values_of
from sesshu.wire.clinic_files.render import render_values
from sesshu.wire.residents.checks import Fault

ASK_WHO = ("unknown_person", "uncertain_person")
OTHER = "other"
UNSEEN = "address"  # where somebody lives is not retyped here: it stays as it came


class RowForm(forms.Form):
    """Every column of a row, the ones with findings first, and whom a clerk says it is about."""

    atena_number = AtenaNumberField(
        label="宛名番号",
        required=False,
        help_text="券番号と4項目で決まらないときだけ、住民を検索して入力してください。",
    )

    def __init__(
        self, data: QueryDict | None, text: str, findings: Sequence[Mapping[str, Any]]
    ) -> None:
        super().__init__(data)
        self.asks_who = any(row["situation"] in ASK_WHO for row in findings)
        self.kept = values_of(text) or dict.fromkeys(COLUMN_NAMES, "")
        self.hints = {row["column"]: f"{row['reason']}{row['remedy']}" for row in findings}
        for column in COLUMNS:
            if column.name != UNSEEN:
                hint = self.hints.get(column.title, "")
                self.fields[column.name] = _field(column, self.kept[column.name], hint)

    @property
    def wrong(self) -> list[BoundField]:
        """The fields to look at, also those that turned out to be wrong only now."""
        return [
            field
            for field in self
            if field.label in self.hints
            or field.errors
            or (self.asks_who and field.name == "atena_number")
        ]

    @property
    def others(self) -> list[BoundField]:
        """The rest: a remedy may lie in one of them."""
        wrong = {field.name for field in self.wrong}
        return [field for field in self if field.name not in wrong]

    @property
    def line(self) -> str:
        """The columns of a valid form as a line of the file."""
        typed = {name: self.cleaned_data[name] for name in COLUMN_NAMES if name != UNSEEN}
        return render_values({**self.kept, **typed})

    def refuse(self, fault: Fault) -> None:
        """Say what is still wrong where it is."""
        names = {column.title: column.name for column in COLUMNS}
        name = names.get(fault.column)
        self.add_error(name if name in self.fields else None, f"{fault.reason}{fault.remedy}")


def _how_it_was_found(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "選択してください"), *((each.value, each.label) for each in FoundBy)],
        help_text="同じ接種かもしれない記録があるときに選びます。",
    )


class PassForm(forms.Form):
    """Why a row is right although a check stops it."""

    prefix = "passing"
    reason = forms.CharField(
        label="このまま通す理由",
        max_length=300,
        help_text="医療機関にいつ、だれが、どう確かめたかを書いてください。承認する職員が読みます。",
        widget=forms.Textarea({"rows": 3}),
    )
    found_by = _how_it_was_found("記録とは別の接種であることを確かめた方法")


class DropForm(forms.Form):
    """Why a row is left out."""

    prefix = "dropping"
    reason = forms.CharField(
        label="取り下げる理由",
        max_length=300,
        help_text="例）同じ予診票の行が2つあった",
        widget=forms.Textarea({"rows": 2}),
    )
    found_by = _how_it_was_found("記録のほうが正しいことを確かめた方法")


class EnterForm(forms.Form):
    """A line behind the wall as an entry: whom it is about, and why it stands although a check stops it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ChoiceField(
        label="対象者",
        widget=forms.RadioSelect,
        help_text="券番号がないか、住所を照合できないため、決まっていません。予診票と見比べて選んでください。",
    )
    atena_number = AtenaNumberField(
        label="宛名番号",
        required=False,
        help_text="対象者で「ほかの方」を選んだときは、住民を検索して入力してください。",
    )
    reason = forms.CharField(
        label="このまま入力に回す理由",
        max_length=300,
        required=False,
        help_text="接種の判定で止まるときや、エラー・保留があるときは、必ず書いてください。",
        widget=forms.Textarea({"rows": 3}),
    )
    found_by = _how_it_was_found("記録とは別の接種であることを確かめた方法")

    def __init__(self, data: QueryDict | None, likely: Likely) -> None:
        super().__init__(data, initial={"form_key": uuid4()})
        if likely.certain:
            del self.fields["person"], self.fields["atena_number"]
            return
        people = [(str(each.id), _in_words(each)) for each in likely.candidates]
        self.fields["person"].choices = [*people, (OTHER, "ほかの方")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody who is not on the list is named by number."""
        said = super().clean() or self.cleaned_data
        if said.get("person") == OTHER and not said.get("atena_number"):
            self.add_error("atena_number", "宛名番号を入力してください。")
        return said


class SubmitForm(forms.Form):
    """A word for whoever approves; needed where the control totals differ."""

    reason = forms.CharField(
        label="承認する職員への連絡",
        required=False,
        max_length=300,
        help_text="件数が制御行と違うときは、確かめた結果を必ず書いてください。",
        widget=forms.Textarea({"rows": 2}),
    )


def _in_words(person: Known) -> str:
    born = in_both_calendars(person.born_on)
    return f"{person.name}（{person.name_kana}）　{born}生　宛名番号 {person.atena_number}"


def _field(column: Column, value: str, hint: str) -> forms.Field:
    if column.kind is Kind.CODE:
        words = [(code, f"{code} {word.title}") for code, word in CODES[column.name].items()]
        return forms.ChoiceField(
            label=column.title,
            required=column.required,
            initial=value,
            choices=[("", "記載なし"), *words],
            help_text=hint,
        )
    size = min(max(column.longest, 4), 40)
    return forms.CharField(
        label=column.title,
        required=column.required,
        initial=value,
        strip=False,
        help_text=hint or column.kind.value,
        widget=forms.TextInput({"size": size, "autocomplete": "off", "spellcheck": "false"}),
    )
