"""The form of one screening form (予診票), in the order of the paper."""

import unicodedata
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sesshu.foundation.fast_date import FastDateField
from sesshu.foundation.walls import current_place
from sesshu.kernel.eras import in_japanese
from sesshu.kernel.voucher_line import is_of_another
from sesshu.schedule.types import Rulebook
from sesshu.ui.fields import DigitsField, VoucherNumberField
from sesshu.ward.records.codes import (
    ELSEWHERE,
    SHOWN,
    Decision,
    Evidence,
    FoundBy,
    Held,
    Language,
    Outcome,
    ScreeningReason,
    Source,
)
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.ward.records.subject import Subject
from sesshu.ward.records.web.vaccines import OTHER, offered, routes_of, vaccines_of
from sesshu.ward.records.whereabouts import name_of_provider

LOT_LENGTH = 20
NO_BRAND = "ワクチン名を選んでください。"
COMPARE_PERSON = (
    "氏名・生年月日・住所を予診票と見くらべて、同じならチェックを付けてください。"
    "違うときは差し戻してください。"
)
NO_PROVIDER = "接種医療機関を入力してください。"
WORDS_LENGTH = 200
NEEDED_WHEN_GIVEN = ("brand", "lot", "route")
MISSING_ELSEWHERE = ("brand", "lot", "route", "volume_ml")
NOT_WRITTEN = "記載なし"


class HalfWidthField(forms.CharField):
    """A code from a seal: any width is taken, half-width capitals are kept."""

    def to_python(self, value: Any) -> str:
        """Without spaces around it."""
        return unicodedata.normalize("NFKC", super().to_python(value) or "").strip().upper()


class VolumeField(forms.DecimalField):
    """A volume in mL, typed in any width."""

    def to_python(self, value: Any) -> Any:
        """０．５ and 0.5ml are Decimal("0.5"); None when nothing was typed."""
        typed = unicodedata.normalize("NFKC", str(value or "")).strip().lower()
        return super().to_python(typed.removesuffix("ml").strip())


def _radios(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


def _labelled(codes: Any) -> list[tuple[str, str]]:
    return [(code.value, code.label) for code in codes]


def _choice(label: str, codes: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "選択してください"), *_labelled(codes)], required=False
    )


class ScreeningForm(forms.Form):
    """What a clerk types from the paper; the person and today bound its days."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = _radios("実施結果", _labelled(Outcome), initial=Outcome.GIVEN.value)
    screening_reason = forms.ChoiceField(
        label="予診理由",
        choices=[("", "選択してください"), *_labelled(ScreeningReason)],
    )
    given_on = FastDateField(label="接種日", help_text="例）R080401、R8.4.1、2026/4/1")
    voucher_number = VoucherNumberField(
        label="券番号",
        required=False,
        help_text="接種券にあるとき、10桁の数字。読取り機も使えます。",
    )
    foreign_voucher = forms.BooleanField(
        label="区が発行していない券（ほかの自治体・前のシステムの券）", required=False
    )
    brand = _radios("ワクチン名", [])
    other_brand = forms.ChoiceField(label="ほかのワクチンの名前", choices=[], required=False)
    lot = HalfWidthField(
        label="ロット番号",
        max_length=LOT_LENGTH,
        widget=forms.TextInput({"size": 14, "data-width": "code", "autocomplete": "off"}),
    )
    expires_on = FastDateField(label="有効期限", required=False, help_text="シールにあるとき")
    volume_ml = VolumeField(
        label="接種量（mL）",
        required=False,
        max_digits=5,
        decimal_places=3,
        min_value=Decimal("0.001"),
        widget=forms.TextInput({"size": 6, "inputmode": "decimal", "autocomplete": "off"}),
    )
    route = _radios("接種方法", [])
    provider_code = DigitsField(
        label="医療機関コード", digits=10, required=False, help_text="10桁の数字"
    )
    provider_name = forms.CharField(
        label="接種医療機関",
        max_length=WORDS_LENGTH,
        widget=forms.TextInput({"size": 30}),
        help_text="前に入力したコードなら、空欄のままで名称を補います。",
    )
    doctor = forms.CharField(
        label="医師名", max_length=100, required=False, widget=forms.TextInput({"size": 16})
    )
    source = _radios("記録元", _labelled(Source), initial=Source.PROVIDER.value)
    evidence = _choice("示された書類", Evidence)
    country = forms.CharField(
        label="接種した国・地域",
        max_length=50,
        required=False,
        widget=forms.TextInput({"size": 16}),
        help_text="書類に書かれたとおりに入力します。",
    )
    language = _choice("書類の言語", Language)
    foreign_vaccine = forms.CharField(
        label="書類に書かれたワクチン名",
        max_length=100,
        required=False,
        widget=forms.TextInput({"size": 24}),
        help_text="上の一覧にないワクチンのとき。書類のとおりに入力します。",
    )
    regarded = _radios(
        "定期接種の回数に数えるか（医師の判断と、保護者または本人の同意による）",
        _labelled(Decision),
        required=False,
    )
    payment_excluded = forms.BooleanField(label="支払対象外にする", required=False)
    note = forms.CharField(
        label="接種補足",
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="200文字まで",
    )
    second_of_day = forms.BooleanField(
        label="同じ日に2回接種したことを予診票で確かめた", required=False
    )
    held = _radios("記録との関係", _labelled(Held), required=False)
    found_by = _radios("確かめた方法", _labelled(FoundBy), required=False)
    as_given = forms.BooleanField(
        label="実際にこのとおり接種していたので、そのまま記録する", required=False
    )
    stated_reason = forms.CharField(
        label="そのまま記録する理由",
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="例）医療機関に電話で確かめた。接種日に誤りはなかった。",
    )
    decision = _radios(
        "回数に数えるか",
        [("", "まだ決めない"), *_labelled(Decision)],
        required=False,
        initial="",
    )

    def __init__(
        self,
        *args: Any,
        subject: Subject,
        series: str,
        on: date,
        rulebook: Rulebook,
        keeps_place: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.subject, self.series, self.on, self.rulebook = subject, series, on, rulebook
        self.keeps_place = keeps_place
        self._offer()
        self.fields["given_on"].check = self._refused_day  # type: ignore[attr-defined]
        self._ask_for()
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def _offer(self) -> None:
        first = offered(self.series, self.rulebook)
        names = [(vaccine.brand, vaccine.label) for vaccine in first]
        self.fields["brand"].choices = [*names, (OTHER, "ほかのワクチン")]  # type: ignore[attr-defined]
        others = [
            (vaccine.brand, f"{self.rulebook.products[vaccine.product].name}　{vaccine.label}")
            for vaccine in vaccines_of(self.rulebook).values()
            if vaccine not in first
        ]
        self.fields["other_brand"].choices = [("", "選択してください"), *others]  # type: ignore[attr-defined]
        self.fields["route"].choices = routes_of(self.rulebook)  # type: ignore[attr-defined]

    def _ask_for(self) -> None:
        """What has to be filled in follows from whether a dose was given."""
        outcome = self.data.get("outcome") if self.is_bound else None
        for name in NEEDED_WHEN_GIVEN:
            self.fields[name].required = outcome != Outcome.SCREENED_ONLY
        self.fields["screening_reason"].required = outcome != Outcome.GIVEN
        self.fields["volume_ml"].required = outcome != Outcome.SCREENED_ONLY and any(
            self.rulebook.products[vaccine.product].volumes
            for vaccine in offered(self.series, self.rulebook)
        )
        self.fields["provider_name"].required = False
        if self.is_elsewhere:
            for name in MISSING_ELSEWHERE:
                self.fields[name].required = False

    @property
    def is_elsewhere(self) -> bool:
        """Of a dose given elsewhere the paper may say less; what it does not say is left open."""
        said = self.data.get("source", "") if self.is_bound else ""
        return said in ELSEWHERE

    def mark_needed(self, *, stops: bool, settles: bool = False) -> None:
        """Before it is drawn: labels say what has to be filled in by one field or the other."""
        self.fields["held"].required = self.fields["found_by"].required = settles
        self.fields["provider_name"].required = not self.keeps_place
        self.fields["stated_reason"].required = stops

    def _refused_day(self, day: date) -> str | None:
        if day > self.on:
            return f"接種日は今日（{in_japanese(self.on)}）以前の日を入力してください。"
        if day < self.subject.born_on:
            return "接種日が生年月日より前です。どちらが正しいか確かめてください。"
        return None

    def clean_foreign_voucher(self) -> bool:
        """A scanned line says itself whose voucher it is."""
        scanned = self.data.get(self.add_prefix("voucher_number"), "")
        said: bool = self.cleaned_data["foreign_voucher"]
        return said or is_of_another(scanned, current_place().municipality)

    def clean(self) -> dict[str, Any]:
        """A code that was entered before brings its provider's name."""
        said = super().clean() or {}
        self._ask_for_vaccine(said)
        if said.get("brand") == OTHER and not said.get("other_brand"):
            self.add_error("other_brand", ValidationError(NO_BRAND, code="required"))
        if not said.get("provider_name") and "provider_name" not in self.errors:
            said["provider_name"] = name_of_provider(said.get("provider_code", ""))
            if not said["provider_name"] and self.is_elsewhere:
                said["provider_name"] = NOT_WRITTEN
            if not said["provider_name"] and not self.keeps_place:
                self.add_error("provider_name", ValidationError(NO_PROVIDER, code="required"))
        return said

    def _ask_for_vaccine(self, said: dict[str, Any]) -> None:
        """Of a dose elsewhere no brand is needed where the paper's own words stand for it."""
        given = said.get("outcome") == Outcome.GIVEN
        if given and self.is_elsewhere and not (said.get("brand") or self._is_foreign(said)):
            self.add_error("brand", ValidationError(NO_BRAND, code="required"))

    @staticmethod
    def _is_foreign(said: dict[str, Any]) -> bool:
        """Whether a vaccine of another country is named as its paper says."""
        abroad = said.get("source") == Source.ABROAD
        return bool(abroad and not said.get("brand") and said.get("foreign_vaccine"))

    @staticmethod
    def _brand_in(said: dict[str, Any]) -> str:
        brand = str(said.get("brand", ""))
        return str(said.get("other_brand", "")) if brand == OTHER else brand

    @property
    def settled(self) -> Held | None:
        """Which side the clerk found to hold, where the record may tell of the same dose."""
        said = self.cleaned_data.get("held")
        return Held(said) if said else None

    @property
    def found(self) -> FoundBy | None:
        """By what they found it."""
        said = self.cleaned_data.get("found_by")
        return FoundBy(said) if said else None

    @property
    def another(self) -> FoundBy | None:
        """By what it was found to be another dose than those on record."""
        return self.found if self.settled is Held.BOTH else None

    @property
    def can_be_judged(self) -> bool:
        """Whether day and vaccine are known, whatever else is still missing."""
        said = self.cleaned_data
        if said.get("outcome") == Outcome.SCREENED_ONLY:
            return bool(said.get("given_on") and said.get("screening_reason"))
        return bool(said.get("given_on") and (self._brand_in(said) or self._is_foreign(said)))

    def entry(self, desk: str) -> DoseEntry:
        """The dose that the form says, entered at a desk; what is missing is None until it is valid."""
        said = self.cleaned_data
        given = said.get("outcome") == Outcome.GIVEN
        return DoseEntry(
            resident_id=self.subject.id,
            series=self.series,
            outcome=Outcome(said["outcome"]),
            given_on=said["given_on"],
            screening_reason=None if given else ScreeningReason(said["screening_reason"]),
            voucher_number=said.get("voucher_number") or None,
            foreign_voucher=bool(said.get("voucher_number") and said.get("foreign_voucher")),
            payment_excluded=self.is_elsewhere or said.get("payment_excluded", False),
            desk=desk,
            **self._origin(said),
            second_of_day=said.get("second_of_day", False),
            as_given=said.get("as_given", False),
            particulars=self._particulars(said),
            **(self._given(said) if given else {}),
        )

    @staticmethod
    def _origin(said: dict[str, Any]) -> dict[str, Any]:
        source = Source(said.get("source") or Source.PROVIDER)
        abroad = source is Source.ABROAD
        decision = said.get("regarded" if abroad else "decision")
        shown = said.get("evidence") if source in SHOWN else None
        language = said.get("language") if abroad else None
        return {
            "source": source,
            "evidence": Evidence(shown) if shown else None,
            "country": (said.get("country") or None) if abroad else None,
            "language": Language(language) if language else None,
            "decision": Decision(decision) if decision else None,
        }

    def _vaccine(self, said: dict[str, Any]) -> dict[str, Any]:
        """The brand chosen; of one that is not sold here, the words of the paper."""
        if self._is_foreign(said):
            return {"vaccine_name": said["foreign_vaccine"]}
        vaccine = vaccines_of(self.rulebook)[self._brand_in(said)]
        return {
            "product": vaccine.product,
            "brand": vaccine.brand,
            "vaccine_name": vaccine.name,
            "maker": vaccine.maker,
        }

    def _given(self, said: dict[str, Any]) -> dict[str, Any]:
        return {
            **self._vaccine(said),
            "lot": said.get("lot") or None,
            "expires_on": said.get("expires_on"),
            "volume_ml": said.get("volume_ml"),
            "route": said.get("route") or None,
        }

    def _particulars(self, said: dict[str, Any]) -> Particulars | None:
        if not said.get("provider_name"):
            return None
        return Particulars(
            provider_code=said.get("provider_code") or None,
            provider_name=said["provider_name"],
            doctor=said.get("doctor") or None,
            note=said.get("note") or None,
            stated_reason=said.get("stated_reason") or None if said.get("as_given") else None,
        )


def initial_of(entry: DoseEntry, series: str, rulebook: Rulebook) -> dict[str, Any]:
    """What a form of a series starts with when it says an entry once more."""
    place = entry.particulars
    known = entry.brand in {vaccine.brand for vaccine in offered(series, rulebook)}
    said = {
        "outcome": entry.outcome.value,
        "screening_reason": entry.screening_reason or "",
        "given_on": entry.given_on,
        "voucher_number": entry.voucher_number or "",
        "foreign_voucher": entry.foreign_voucher,
        "brand": entry.brand if known or entry.brand is None else OTHER,
        "other_brand": "" if known else entry.brand or "",
        "lot": entry.lot or "",
        "expires_on": entry.expires_on,
        "volume_ml": entry.volume_ml and entry.volume_ml.normalize(),
        "route": entry.route or "",
        "source": entry.source.value,
        "evidence": entry.evidence or "",
        "country": entry.country or "",
        "language": entry.language or "",
        "foreign_vaccine": "" if entry.product else entry.vaccine_name or "",
        "regarded": entry.decision or "",
        "payment_excluded": entry.payment_excluded,
        "second_of_day": entry.second_of_day,
        "as_given": entry.as_given,
        "decision": entry.decision or "",
    }
    if place is not None:
        said |= {field.name: getattr(place, field.name) or "" for field in fields(place)}
    return said


class ReasonForm(forms.Form):
    """Why a dose on record is cancelled."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="取消しの理由",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text="例）別の方の予診票を入力していた。",
    )


class CorrectionForm(ScreeningForm):
    """A screening form once more, and why the record has to change.

    What it may be told of once more besides is another dose, or is cancelled on its own page.
    """

    held = _radios("記録との関係", [(Held.BOTH.value, Held.BOTH.label)], required=False)

    reason = forms.CharField(
        label="訂正の理由",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="例）予診票と照合し、ロット番号の誤りに気づいた。",
    )


class DecisionForm(forms.Form):
    """The second person's answer; nothing is chosen before they choose."""

    APPROVE, SEND_BACK, HOLD = "approve", "send_back", "hold"

    sha256 = forms.CharField(widget=forms.HiddenInput)
    verdict_shown = forms.CharField(widget=forms.HiddenInput)
    decision = _radios(
        "確認の結果",
        [
            (APPROVE, "承認する"),
            (SEND_BACK, "差し戻す"),
            (HOLD, "保留にする（何も変えずに次へ進む）"),
        ],
    )
    same_person = forms.BooleanField(
        label="氏名・生年月日・住所が予診票と同じであることを確かめた", required=False
    )
    reason = forms.CharField(
        label="差し戻す理由",
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="差し戻すときに入力します。入力した職員に伝わります。",
    )

    def __init__(self, *args: Any, of_paper: bool, **options: Any) -> None:
        """``of_paper``: there is a screening form whose person is compared (R5)."""
        super().__init__(*args, **options)
        if not of_paper:
            del self.fields["same_person"]

    def clean(self) -> dict[str, Any]:
        """The person is compared before a form is confirmed; whoever gets it back has to know why."""
        said = super().clean() or {}
        if said.get("decision") == self.APPROVE and said.get("same_person") is False:
            self.add_error("same_person", ValidationError(COMPARE_PERSON))
        if said.get("decision") == self.SEND_BACK and not said.get("reason"):
            self.add_error("reason", ValidationError("差し戻す理由を入力してください。"))
        return said


class QueueForm(forms.Form):
    """Conditions of the check queue."""

    act = forms.ChoiceField(label="種別", required=False)
    series = forms.ChoiceField(label="接種名称", required=False)
    entered_by = forms.ChoiceField(label="入力者", required=False)
    as_given = forms.BooleanField(label="「そのまま記録する」だけ", required=False)
