"""A rejected row as a form: one field per column, the faulty ones first, or the whole line as text."""

import csv
import io
from collections.abc import Sequence

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from sesshu.ward.residents.web.rejected_lines import FaultLine, values_of
from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.codes import TITLES
from sesshu.wire.residents.layout import COLUMNS, Column


class LineForm(forms.Form):
    """The whole line, for rows whose columns cannot be told apart."""

    text = forms.CharField(
        label="正しい行",
        max_length=10_000,
        strip=False,
        help_text=f"{len(COLUMNS)}個の項目を、カンマで区切って入力してください。",
        widget=forms.Textarea({"rows": 4, "data-width": "code", "spellcheck": "false"}),
    )

    @property
    def line(self) -> str:
        """The line of a valid form."""
        return str(self.cleaned_data["text"])

    def refuse(self, fault: Fault) -> None:
        """Say what is still wrong."""
        self.add_error("text", f"{fault.column}：{fault.reason}{fault.remedy}")


class ColumnsForm(forms.Form):
    """Every column of the line with its title; what is wrong stands at the faulty ones."""

    def __init__(self, data: QueryDict | None, text: str, faults: Sequence[FaultLine]) -> None:
        super().__init__(data)
        self.hints = {fault.column: f"{fault.reason}{fault.remedy}" for fault in faults}
        values = values_of(text)
        for column in COLUMNS:
            self.fields[column.name] = _field(
                column, values[column.title], self.hints.get(column.title, "")
            )

    @property
    def wrong(self) -> list[BoundField]:
        """The fields to put right, also those that turned out to be wrong only now."""
        return [field for field in self if field.label in self.hints or field.errors]

    @property
    def others(self) -> list[BoundField]:
        """The rest: a remedy may lie in one of them."""
        wrong = {field.name for field in self.wrong}
        return [field for field in self if field.name not in wrong]

    @property
    def line(self) -> str:
        """The columns of a valid form as a line of the file."""
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(
            [self.cleaned_data[column.name] for column in COLUMNS]
        )
        return line.getvalue()

    def refuse(self, fault: Fault) -> None:
        """Say what is still wrong where it is."""
        names = {column.title: column.name for column in COLUMNS}
        self.add_error(names.get(fault.column), f"{fault.reason}{fault.remedy}")


def row_form(
    data: QueryDict | None, text: str, faults: Sequence[FaultLine]
) -> LineForm | ColumnsForm:
    """The form that fits the row."""
    if values_of(text):
        return ColumnsForm(data, text, faults)
    return LineForm(data, initial={"text": text})


def _field(column: Column, value: str, hint: str) -> forms.CharField:
    size = min(max(column.longest, 4), 40)
    widget = forms.TextInput({"size": size, "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=column.title,
        required=column.required,
        initial=value,
        strip=False,
        help_text=hint or _hint(column),
        widget=widget,
    )


def _hint(column: Column) -> str:
    """How a column is written; of codes, what each means."""
    titles = TITLES.get(column.codes, {})
    return "、".join(f"{code} {title}" for code, title in titles.items()) or column.kind.value
