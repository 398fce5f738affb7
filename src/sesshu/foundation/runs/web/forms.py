"""What is typed or chosen on the pages of runs."""

from collections.abc import Sequence

from django import forms
from django.template.defaultfilters import filesizeformat

from sesshu.foundation.runs.received import ReceivedFile


class CancelForm(forms.Form):
    """Why a run is stopped."""

    reason = forms.CharField(
        label="中止の理由",
        help_text="あとで見る人に分かるように書いてください。住民の氏名などは書かないでください。"
        "例）別の日のファイルだったため",
        max_length=200,
        widget=forms.TextInput(attrs={"size": 50}),
    )


class BeginForm(forms.Form):
    """Which received file is worked."""

    file = forms.ChoiceField(label="ファイル", widget=forms.RadioSelect)

    def __init__(self, files: Sequence[ReceivedFile], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.ready = {each.key: each for each in files}
        self.fields["file"].choices = [(each.key, _line(each)) for each in files]  # type: ignore[attr-defined]

    def chosen(self) -> ReceivedFile:
        """The file that was chosen."""
        return self.ready[self.cleaned_data["file"]]


def _line(file: ReceivedFile) -> str:
    return f"{file.title}：{file.path.name}（{filesizeformat(file.size)}）"
