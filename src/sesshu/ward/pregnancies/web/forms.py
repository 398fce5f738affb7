"""What clerks type from the 妊娠届 or the 母子健康手帳."""

from datetime import date
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField

ENDED, MISTAKE, GOES_ON = "ended", "mistake", "goes_on"


class ToldForm(forms.Form):
    """A pregnancy told to the ward."""

    notified_on = FastDateField(label="届出日")
    due_on = FastDateField(label="分娩予定日", help_text="例）R9.3.1、2027/3/1")

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["notified_on"].check = (  # type: ignore[attr-defined]
            lambda day: "届出日は今日以前の日を入力してください。" if day > on else None
        )


class ChangeForm(forms.Form):
    """What became of a pregnancy."""

    due_on = FastDateField(label="分娩予定日")
    what = forms.ChoiceField(
        label="記録すること",
        choices=[
            (GOES_ON, "妊娠は続いている（分娩予定日を直す）"),
            (ENDED, "妊娠が終わった（出産など）"),
            (MISTAKE, "誤って記録した届出である"),
        ],
        widget=forms.RadioSelect,
    )
    ended_on = FastDateField(label="妊娠の終わった日", required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ended_on"].check = (  # type: ignore[attr-defined]
            lambda day: "妊娠の終わった日は今日以前の日を入力してください。" if day > on else None
        )

    def clean(self) -> dict[str, Any]:
        """The day where it ended, and only there."""
        said = super().clean() or {}
        if said.get("what") == ENDED and "ended_on" in said and not said["ended_on"]:
            self.add_error("ended_on", "妊娠の終わった日を入力してください。")
        if said.get("what") in {GOES_ON, MISTAKE} and said.get("ended_on"):
            self.add_error("ended_on", "妊娠が終わったときだけ、日を入力してください。")
        return said

    @property
    def is_mistake(self) -> bool:
        """Whether a valid form says that there was no such pregnancy."""
        return bool(self.cleaned_data["what"] == MISTAKE)
