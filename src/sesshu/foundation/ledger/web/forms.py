"""The conditions under which an auditor looks into the ledger (ui.md §7.7)."""

import unicodedata
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms

from sesshu.foundation.accounts import queries as accounts
from sesshu.foundation.fast_date import FastDateField
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.ledger.queries import SYSTEM, Wanted
from sesshu.foundation.ledger.subjects import find_subject
from sesshu.foundation.ledger.web.purposes import Purpose
from sesshu.foundation.ledger.wording import ACTIONS
from sesshu.kernel.periods import Period

LONGEST_PERIOD = timedelta(days=31)
OWN_NUMBER = "#"
LARGEST_ID = 2**63 - 1


def _one_of(label: str, choices: Any, first: str, *, required: bool = False) -> forms.ChoiceField:
    """A select whose first line stands for no choice."""

    def lines() -> list[tuple[str, str]]:
        return [("", first), *(choices() if callable(choices) else choices)]

    return forms.ChoiceField(label=label, choices=lines, required=required)


def _people() -> list[tuple[str, str]]:
    """Everybody who has or had an account, so that nobody drops out of the ledger by leaving."""
    lines = [*accounts.accounts(), *accounts.accounts(revoked=True)]
    people = [(str(line.id), f"{line.display_name}（{line.staff_number}）") for line in lines]
    return [*people, (str(SYSTEM), "システム（職員によらない処理）")]


class WantedForm(forms.Form):
    """What to show, and what for."""

    purpose = _one_of(
        "閲覧の目的", [(p.value, p.label) for p in Purpose], "選んでください", required=True
    )
    from_on = FastDateField(label="期間の初日", help_text="例）R8.4.1、2026-04-01")
    until_on = FastDateField(label="期間の末日", help_text="31日間まで")
    account = _one_of("職員", _people, "すべての職員")
    subject = forms.CharField(
        label="対象者",
        required=False,
        max_length=30,
        help_text="宛名番号、または#と記録上の番号　例）#1024",
        widget=forms.TextInput(attrs={"size": 16, "autocomplete": "off"}),
    )
    kind = _one_of("種類", [(kind.value, kind.label) for kind in Kind], "すべての種類")
    action = _one_of("操作", sorted(ACTIONS.items(), key=lambda item: item[1]), "すべての操作")
    used_for = forms.CharField(
        label="利用目的",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"size": 16}),
    )

    def clean_subject(self) -> str:
        """Only the record's own number goes into the address of the page."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["subject"]).strip()
        if not typed:
            return ""
        own = typed.removeprefix(OWN_NUMBER)
        if typed.startswith(OWN_NUMBER):
            if not (own.isascii() and own.isdigit() and int(own) <= LARGEST_ID):
                raise forms.ValidationError("#の後は、数字で入力してください。例）#1024")
            return typed
        found = find_subject(typed)
        if found is None:
            raise forms.ValidationError(
                "この宛名番号の方は見つかりませんでした。番号を確かめてください。"
            )
        return f"{OWN_NUMBER}{found}"

    def clean(self) -> dict[str, Any]:
        """A period of at most 31 days, so that nobody leafs through everything (ui.md §7.7)."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "期間の末日は、初日以後の日を入力してください。")
        elif first and last and last - first >= LONGEST_PERIOD:
            self.add_error("until_on", "期間は31日間までです。分けて調べてください。")
        return data

    def wanted(self) -> Wanted:
        """The conditions of a valid form."""
        data = self.cleaned_data
        subject = data["subject"].removeprefix(OWN_NUMBER)
        return Wanted(
            period=Period(data["from_on"], data["until_on"]),
            account=int(data["account"]) if data["account"] else None,
            subject=int(subject) if subject else None,
            kind=Kind(data["kind"]) if data["kind"] else None,
            action=data["action"],
            used_for=data["used_for"],
        )

    def address(self, without: str = "") -> str:
        """The query of a page that shows this, leaving out one condition and what was not filled in."""
        data = {name: str(value) for name, value in self.cleaned_data.items() if value}
        data.pop(without, None)
        return urlencode(data)

    def narrowed_by(self) -> list[tuple[str, str]]:
        """Each condition that need not be there: in words, and the query without it (ui.md §6.2)."""
        return [
            (f"{self[name].label}：{self._words(name)}", self.address(without=name))
            for name, field in self.fields.items()
            if not field.required and self.cleaned_data[name]
        ]

    def _words(self, name: str) -> str:
        value = str(self.cleaned_data[name])
        choices = getattr(self.fields[name], "choices", ())
        return next((str(words) for code, words in choices if code == value), value)
