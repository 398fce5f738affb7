"""What clerks type for a request letter, for a completion report, and for a decision about either."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sesshu.foundation.fast_date import FastDateField
from sesshu.schedule.types import Rulebook
from sesshu.ui.fields import KanaField, PostalCodeField, ScanField
from sesshu.ward.letters.application import Application, Stay
from sesshu.ward.letters.codes import Addressee, Applicant, Channel, StayReason
from sesshu.ward.letters.completion_reports import Completion, Scan
from sesshu.ward.letters.municipalities import municipality_in
from sesshu.ward.letters.queries import vaccination_in
from sesshu.ward.letters.rules import Doubt
from sesshu.wire.residents.codes import TITLES

WORDS_LENGTH = 200
NO_PREFECTURE = (
    "都道府県から入力してください（例：大阪府大阪市北区梅田1-1）。"
    "入力してある場合は、市区町村名を確かめてください。"
)


def _text(label: str, size: int = 40, **options: Any) -> forms.CharField:
    widget = forms.TextInput({"size": size, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, **options)


def _radios(label: str, codes: Any) -> forms.ChoiceField:
    choices = [(code.value, code.label) for code in codes]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class AddressField(forms.CharField):
    """An address with its prefecture, so that the municipality is known."""

    widget = forms.TextInput({"size": 50, "autocomplete": "off"})

    def validate(self, value: str) -> None:
        """Django's rules, then that the municipality can be read."""
        super().validate(value)
        if value and municipality_in(value) is None:
            raise ValidationError(NO_PREFECTURE, code="no_municipality")


class ApplicationForm(forms.Form):
    """依頼書の申請: `choices` are the doses that may be asked for, as ``series/dose`` and words."""

    received_on = FastDateField(label="申請日", help_text="例）R8.4.1、2026/4/1")
    channel = _radios("受付方法", Channel)
    applicant = _radios("申請者", Applicant)
    applicant_name = _text("申請者の氏名", 20)
    reason = _radios("区外で接種する理由", StayReason)
    vaccinations = forms.MultipleChoiceField(
        label="接種の種類と回数", widget=forms.CheckboxSelectMultiple
    )
    planned_from = FastDateField(label="接種予定の初日")
    planned_until = FastDateField(label="接種予定の最終日")
    address = AddressField(
        label="滞在先の住所", max_length=WORDS_LENGTH, help_text="都道府県から入力してください。"
    )
    addressee = _radios("依頼書の宛先", Addressee)
    addressee_name = _text("宛先の名前", 30, help_text="例）大阪市長、○○病院長")
    provider_name = _text("医療機関の名前", 30, required=False)
    provider_address = _text("医療機関の所在地", 50, required=False)
    mail_postal_code = PostalCodeField(
        label="送付先の郵便番号", required=False, help_text="住民登録の住所へ送るときは空欄"
    )
    mail_address = _text("送付先の住所", 50, required=False)
    hurried_because = _text(
        "期限を過ぎて受け付けた理由", 50, required=False, help_text="例）急な入院のため"
    )

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], on: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["vaccinations"].choices = choices  # type: ignore[attr-defined]
        self.on = on

    def clean(self) -> dict[str, Any]:
        """The days in order; a clinic head is addressed only where the clinic is named."""
        said = super().clean() or {}
        first, last = said.get("planned_from"), said.get("planned_until")
        if first and last and last < first:
            self.add_error("planned_until", "最終日は、初日以後の日を入力してください。")
        if (received := said.get("received_on")) and received > self.on:
            self.add_error("received_on", "申請日は、今日以前の日を入力してください。")
        if said.get("addressee") == Addressee.PROVIDER and not said.get("provider_name"):
            self.add_error("provider_name", "宛先が医療機関のときは、名前を入力してください。")
        if bool(said.get("mail_postal_code")) != bool(said.get("mail_address")):
            self.add_error("mail_address", "送付先は、郵便番号と住所の両方を入力してください。")
        return said

    def application(self, resident_id: int) -> Application:
        """What a valid form says."""
        said = self.cleaned_data
        return Application(
            resident_id=resident_id,
            vaccinations=tuple(vaccination_in(text) for text in said["vaccinations"]),
            addressee=Addressee(said["addressee"]),
            reason=StayReason(said["reason"]),
            applicant=Applicant(said["applicant"]),
            channel=Channel(said["channel"]),
            received_on=said["received_on"],
            planned_from=said["planned_from"],
            planned_until=said["planned_until"],
            hurried_because=said["hurried_because"] or None,
            stay=self._stay(said),
        )

    def tell(self, doubts: tuple[Doubt, ...]) -> None:
        """Put what stops the letter at the fields it is about."""
        for doubt in doubts:
            if doubt.stops:
                self.add_error(doubt.field, ValidationError(doubt.text, code=doubt.code))

    @staticmethod
    def _stay(said: dict[str, Any]) -> Stay:
        return Stay(
            municipality=municipality_in(said["address"]) or "",
            address=said["address"],
            addressee_name=said["addressee_name"],
            provider_name=said["provider_name"] or None,
            provider_address=said["provider_address"] or None,
            applicant_name=said["applicant_name"],
            mail_postal_code=said["mail_postal_code"] or None,
            mail_address=said["mail_address"] or None,
        )


class CompletionForm(forms.Form):
    """実施報告書: the letter that came, the person, the dose, and the scan of the form."""

    letter_number = _text("依頼書の番号", 16)
    letter_on = FastDateField(label="依頼書の日付")
    mayor = _text("依頼元", 20, help_text="例）大阪市長")
    name = _text("氏名", 20)
    name_kana = KanaField(label="氏名カナ", max_length=100, widget=forms.TextInput({"size": 20}))
    birth_on = FastDateField(label="生年月日")
    sex = forms.ChoiceField(
        label="性別",
        choices=[(code, TITLES["sex"][code]) for code in ("1", "2")],
        widget=forms.RadioSelect,
    )
    address = AddressField(label="住所", max_length=WORDS_LENGTH, help_text="依頼書に書かれた住所")
    series = forms.ChoiceField(label="接種の種類")
    dose = forms.IntegerField(
        label="回数",
        min_value=1,
        max_value=9,
        widget=forms.TextInput({"size": 3, "inputmode": "numeric"}),
    )
    given_on = FastDateField(label="接種日")
    vaccine_name = _text("ワクチン名", 20)
    lot = _text("ロット番号", 14)
    volume_ml = forms.DecimalField(
        label="接種量（mL）",
        required=False,
        max_digits=5,
        decimal_places=3,
        min_value=Decimal("0.001"),
        widget=forms.TextInput({"size": 6, "inputmode": "decimal"}),
    )
    provider_name = _text("接種医療機関", 30)
    doctor = _text("医師名", 16)
    scan = ScanField(label="予診票の写し")

    def __init__(self, *args: Any, rulebook: Rulebook, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(code, series.name) for code, series in rulebook.series.items()]
        self.fields["series"].choices = [("", "選択してください"), *named]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def scan_entered(self) -> Scan:
        """The scan of a valid form."""
        return Scan(*self.cleaned_data["scan"])

    def completion(self) -> Completion:
        """What a valid form says, without the scan."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "scan"}
        return Completion(municipality=municipality_in(said["address"]) or "", **said)
