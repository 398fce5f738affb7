"""What is typed and chosen on the pages of the media ledger."""

from collections.abc import Sequence
from typing import Any

from django import forms

from sesshu.foundation.accounts.models import choices_of
from sesshu.foundation.fast_date import FastDateField
from sesshu.foundation.media import queries
from sesshu.foundation.media.lists import lists
from sesshu.foundation.media.models import RecipientPerson
from sesshu.foundation.media.registers import Declared
from sesshu.foundation.media.states import Erasure, FileFormat, MediumKind, RecipientKind
from sesshu.kernel.periods import Period

FIRST = ("", "選んでください")
# which field of a request a refusal of PostgreSQL is about
ABOUT = {
    "take_out_to_a_recipient": "recipient",
    "take_out_within_the_contract": "recipient",
    "take_out_within_the_work": "recipient",
    "take_out_within_the_number": "recipient",
    "take_out_on_the_declared_medium": "medium",
    "take_out_due_in_time": "due_on",
}


def _line(label: str, help_text: str = "", size: int = 40, most: int = 200) -> forms.CharField:
    widget = forms.TextInput(attrs={"size": size, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, max_length=most, widget=widget)


def _one_of(label: str, choices: Any, help_text: str = "") -> forms.ChoiceField:
    def lines() -> list[tuple[str, str]]:
        return [FIRST, *(choices() if callable(choices) else choices)]

    return forms.ChoiceField(label=label, choices=lines, help_text=help_text)


def _media() -> list[tuple[str, str]]:
    return [(str(m.pk), f"{m.number}（{m.get_kind_display()}）") for m in queries.media()]


def _recipients() -> list[tuple[str, str]]:
    return [(str(r.pk), f"{r.name}（{r.get_medium_kind_display()}）") for r in queries.recipients()]


class AskForm(forms.Form):
    """A file that is to leave: to whom, on what, what for, until when."""

    recipient = _one_of("提出先", _recipients, "かっこの中は、この提出先に定めた媒体です。")
    medium = _one_of("媒体", _media)
    purpose = _line("利用目的", "何に使うかを書いてください。住民の氏名などは書かないでください。")
    legal_basis = _line("根拠", "例）番号法第19条第6号、委託契約第5条")
    due_on = FastDateField(
        label="消去の期限", help_text="この日までに、渡したデータを消去します。例）R8.12.1"
    )
    file_format = forms.ChoiceField(
        label="形式",
        choices=choices_of(FileFormat),
        widget=forms.RadioSelect,
        help_text="ExcelでCSVを開くと、番号の先頭の0が消えます。人が見るときはExcelを選んでください。",
    )

    def __init__(self, data: Any, *, formats: Sequence[FileFormat]) -> None:
        super().__init__(data, initial={"file_format": formats[0].value})
        choices = [(each.value, each.label) for each in formats]
        self.fields["file_format"].choices = choices  # type: ignore[attr-defined]
        if FileFormat.CSV not in formats:
            self.fields["file_format"].help_text = ""


class HandOutForm(forms.Form):
    """Who of the recipient's roster took it."""

    person = forms.ChoiceField(label="受け取った取扱者", widget=forms.RadioSelect)

    def __init__(self, recipient_id: int, *args: Any) -> None:
        super().__init__(*args)
        people = queries.roster(recipient_id).filter(withdrawn_at=None)
        self.fields["person"].choices = [(each.pk, _person(each)) for each in people]  # type: ignore[attr-defined]


class ErasureForm(forms.Form):
    """How the data were made unrecoverable, and what proves it (D10)."""

    method = _one_of("消去の方法", choices_of(Erasure))
    proof = _line(
        "消去の証明", "消去作業証明書の番号や、立ち会った人と日時。例）消去作業証明書 第12号"
    )


class MediumForm(forms.Form):
    """A medium that is to be registered."""

    number = _line("管理番号", "媒体に貼ってある番号です。例）M-001", 16, 40)
    kind = _one_of("種類", choices_of(MediumKind))
    purpose = _line("用途", "例）接種券の印刷委託")


class CarrierForm(forms.Form):
    """Who may carry a medium."""

    account = _one_of("職員", lambda: [(str(pk), words) for pk, words in queries.staff()])


class RecipientForm(forms.Form):
    """What is declared of a recipient."""

    name = _line("名称", "会社名または部署名")
    kind = _one_of("区分", choices_of(RecipientKind))
    work = _line("委託・利用する事務", "例）接種券の印刷・封入・発送")
    list_kinds = forms.MultipleChoiceField(
        label="渡してよい一覧",
        choices=lambda: [(each.kind, each.title) for each in lists()],
        widget=forms.CheckboxSelectMultiple,
    )
    medium_kind = _one_of("受け渡す媒体", choices_of(MediumKind))
    handlers_most = forms.IntegerField(
        label="取扱者の数の上限", min_value=1, widget=forms.TextInput(attrs={"size": 8})
    )
    residents_most = forms.IntegerField(
        label="対象者の数の上限",
        min_value=1,
        max_value=9_999_999,
        help_text="1回に渡してよい住民の数です。",
        widget=forms.TextInput(attrs={"size": 10}),
    )
    contract_from = FastDateField(label="期間の初日", help_text="例）R8.4.1")
    contract_until = FastDateField(label="期間の末日", help_text="例）R9.3.31")

    def clean(self) -> dict[str, Any]:
        """A period that does not end before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("contract_from"), cleaned.get("contract_until")
        if first and last and last < first:
            self.add_error("contract_until", "期間の末日は、初日以後の日を入力してください。")
        return cleaned

    def declared(self) -> Declared:
        """What a valid form declares."""
        data = self.cleaned_data
        return Declared(
            name=data["name"],
            kind=RecipientKind(data["kind"]),
            work=data["work"],
            list_kinds=data["list_kinds"],
            medium_kind=MediumKind(data["medium_kind"]),
            handlers_most=data["handlers_most"],
            residents_most=data["residents_most"],
            contract=Period(data["contract_from"], data["contract_until"]),
        )


class PersonForm(forms.Form):
    """A person for the roster of a recipient."""

    name = _line("氏名", size=20, most=100)
    role = _line("役割", "例）印刷責任者", 20, 100)


class CloseForm(forms.Form):
    """Why a registration ends."""

    reason = _line("登録を終える理由", "例）委託契約の満了、異動")


class CloseMediumForm(CloseForm):
    """The same of a medium, with how it was made unrecoverable."""

    method = forms.ChoiceField(
        label="廃棄の方法",
        required=False,
        choices=[FIRST, *choices_of(Erasure)],
        help_text="回線の登録を終えるときは、選ばなくてよい欄です。",
    )
    proof = forms.CharField(
        label="廃棄の証明",
        required=False,
        max_length=200,
        help_text="例）廃棄証明書 第3号",
        widget=forms.TextInput(attrs={"size": 40, "autocomplete": "off"}),
    )


def _person(person: RecipientPerson) -> str:
    return f"{person.name}（{person.role}）"
