"""What clerks type about claims files."""

from typing import Any

from django import forms

from sesshu.wire.claims_files.layout import Layout
from sesshu.wire.claims_files.parse import values_of
from sesshu.wire.claims_files.render import in_columns


class SettleFileForm(forms.Form):
    """A word for the second person."""

    reason = forms.CharField(
        label="確認する職員への説明",
        max_length=200,
        help_text="例）5月の請求。返戻にする行は1件ずつ確かめました",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )


class ReturnForm(forms.Form):
    """Why a line is returned; empty: the checks decide."""

    cause = forms.CharField(
        label="返戻の理由",
        required=False,
        max_length=100,
        help_text="国保連への回答に書かれます。氏名は書かないでください。照合の結果に戻すときは空にします。",
        widget=forms.TextInput({"size": 40, "autocomplete": "off"}),
    )


class LineForm(forms.Form):
    """The line as it should read, one field a column."""

    def __init__(self, data: Any, text: str, layout: Layout) -> None:
        super().__init__(data)
        self.layout = layout
        values = values_of(text, layout) or {}
        for column in layout.columns:
            words = layout.codes.get(column.name)
            allowed = "、".join(f"{code} {word.title}" for code, word in (words or {}).items())
            self.fields[column.name] = forms.CharField(
                label=column.title,
                required=column.required,
                initial=values.get(column.name, ""),
                max_length=column.longest,
                help_text=allowed or column.kind.value,
                widget=forms.TextInput(
                    {"size": min(column.longest, 24) + 1, "autocomplete": "off"}
                ),
            )

    @property
    def line(self) -> str:
        """The line of a valid form."""
        return in_columns(self.cleaned_data[column.name] for column in self.layout.columns)
