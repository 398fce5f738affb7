"""What clerks choose for a round."""

from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.schedule.types import Rulebook
from sesshu.ward.recall.conditions import Conditions
from sesshu.ward.recall.practice import practice

MOST_DAYS = 3_650


def _days(label: str, initial: int, help_text: str) -> forms.IntegerField:
    widget = forms.TextInput({"size": 5, "inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=0,
        max_value=MOST_DAYS,
        widget=widget,
        help_text=help_text,
    )


class RoundForm(forms.Form):
    """Name and conditions of a round; only series that residents are urged to take are offered."""

    name = forms.CharField(
        label="名前",
        max_length=60,
        help_text="例）令和8年度　MR第2期　1回目",
        widget=forms.TextInput({"size": 30, "autocomplete": "off"}),
    )
    series = forms.ChoiceField(label="接種の種類")
    attempt = forms.TypedChoiceField(
        label="何回目の通知か", coerce=int, widget=forms.RadioSelect, initial=1
    )
    overdue_days = _days(
        "標準的な期間を過ぎてからの日数",
        0,
        "この日数以上が過ぎた方に送ります。0は、過ぎた方の全員です。",
    )
    ends_until = FastDateField(
        label="接種できる期間がこの日までに終わる方にも送る",
        required=False,
        help_text="標準的な期間にかかわらず送ります。例）R9.3.31",
    )
    days_since_last = _days("前の通知からの日数", 90, "2回目から使います。")

    def __init__(self, *args: Any, rulebook: Rulebook, **options: Any) -> None:
        super().__init__(*args, **options)
        urged = [
            (code, series.name)
            for code, series in rulebook.series.items()
            if series.category == "A"
        ]
        self.fields["series"].choices = [("", "選択してください"), *urged]  # type: ignore[attr-defined]
        attempts = range(1, practice().most_letters + 1)
        self.fields["attempt"].choices = [(each, f"{each}回目") for each in attempts]  # type: ignore[attr-defined]

    def conditions(self) -> Conditions:
        """What a valid form says."""
        said = self.cleaned_data
        return Conditions(**{name: said[name] for name in said if name != "name"})


class ReasonForm(forms.Form):
    """A word for the second person."""

    reason = forms.CharField(
        label="確認する職員への説明",
        max_length=200,
        help_text="例）年度末までに接種できる方への通知",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )
