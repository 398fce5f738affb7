"""What a clerk types from a report of an adverse reaction; only what the register needs (R22)."""

from datetime import date
from itertools import pairwise
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.ward.reactions.codes import OTHER, CourseTaken, HandedTo, Severity, ToldBy
from sesshu.ward.reactions.operations import Reported, cancelled
from sesshu.ward.reactions.symptoms import symptoms

ITEMS = (
    "symptom",
    "symptom_words",
    "onset_on",
    "severity",
    "course",
    "told_by",
    "told_on",
    "received_on",
)
CHANGE, CANCEL = "change", "cancel"


def _radios(label: str, codes: Any) -> forms.ChoiceField:
    choices = [(each.value, each.label) for each in codes]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class ReportForm(forms.Form):
    """The items of the report; the person and the dose are chosen before."""

    symptom = forms.ChoiceField(label="症状", help_text="報告書に書かれた主な症状を選びます。")
    symptom_words = forms.CharField(
        label="その他の症状",
        required=False,
        max_length=60,
        help_text="一覧にないときだけ、報告書の言葉で入力します。医療機関の名前は書かないでください。",
        widget=forms.TextInput({"size": 30, "autocomplete": "off"}),
    )
    onset_on = FastDateField(label="発生した日", help_text="例）R080401、R8.4.1、2026/4/1")
    severity = _radios("重さ", Severity)
    course = _radios("転帰", CourseTaken)
    told_by = _radios("届いた方法", ToldBy)
    told_on = FastDateField(label="報告の日", help_text="報告書に書かれた日")
    received_on = FastDateField(label="受け付けた日")
    reason = forms.CharField(
        label="確認する職員への連絡",
        max_length=200,
        help_text="例）報告書は令和8年度の綴り12番",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(each.code, f"{each.name}（{each.limit}）") for each in symptoms().values()]
        self.fields["symptom"].choices = [("", "選択してください"), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another symptom is named; the days follow each other."""
        said = super().clean() or self.cleaned_data
        if said.get("symptom") == OTHER and not said.get("symptom_words"):
            self.add_error("symptom_words", "その他の症状を入力してください。")
        days: list[tuple[str, date | None]] = [
            (name, said.get(name)) for name in ("onset_on", "told_on", "received_on")
        ]
        for (_, before), (name, after) in pairwise(days):
            if before and after and after < before:
                self.add_error(name, "発生、報告、受付の順になるように入力してください。")
        return said

    def reported(self, dose_id: int, supersedes: int | None = None) -> Reported:
        """What a valid form says of a dose."""
        said = self.cleaned_data
        return Reported(
            dose_id=dose_id,
            symptom=said["symptom"],
            symptom_words=said["symptom_words"] if said["symptom"] == OTHER else None,
            onset_on=said["onset_on"],
            severity=Severity(said["severity"]),
            course=CourseTaken(said["course"]),
            told_by=ToldBy(said["told_by"]),
            told_on=said["told_on"],
            received_on=said["received_on"],
            supersedes=supersedes,
        )


class ChangeForm(ReportForm):
    """Another state of a report, or that it was none of this dose."""

    change = forms.ChoiceField(
        label="変更の内容",
        choices=((CHANGE, "内容を変更する"), (CANCEL, "誤りだったので取り消す")),
        widget=forms.RadioSelect,
        initial=CHANGE,
    )
    field_order = ("change",)

    def __init__(self, data: Any, stands: Reported) -> None:
        super().__init__(data, initial={name: getattr(stands, name) for name in ITEMS})
        self.stands = stands

    def told(self) -> Reported:
        """What a valid form says in the place of what stands."""
        if self.cleaned_data["change"] == CANCEL:
            return cancelled(self.stands)
        return self.reported(self.stands.dose_id, self.stands.supersedes)


class HandOnForm(forms.Form):
    """To whom a report was handed on, and when."""

    handed_to = _radios("送った先", HandedTo)
    handed_on = FastDateField(label="送った日")
