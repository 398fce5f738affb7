"""What a clerk says to issue a certificate: which doses, who asks, and what they showed."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from sesshu.ward.certificates.codes import MOST_DOSES, Kind
from sesshu.ward.certificates.operations import Asked
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.vouchers.codes import IdentityDocument


class CertificateForm(forms.Form):
    """Doses of one kind, as many as a certificate holds."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    doses = forms.MultipleChoiceField(
        label="証明する接種",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"1枚に{MOST_DOSES}件まで。定期と臨時は別の済証になります。",
    )
    applicant = forms.ChoiceField(
        label="申請者",
        choices=[(each.value, each.label) for each in Applicant],
        widget=forms.RadioSelect,
    )
    identity_document = forms.ChoiceField(
        label="申請者の本人確認書類",
        choices=[(each.value, each.label) for each in IdentityDocument],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, said: QueryDict | dict[str, Any] | None, *, provable: dict[int, tuple[str, Kind]]
    ) -> None:
        super().__init__(said, initial={"form_key": uuid4()})
        self.kinds = {str(number): kind for number, (_, kind) in provable.items()}
        choices = [
            (str(number), f"{words}（{kind.label}）") for number, (words, kind) in provable.items()
        ]
        self.fields["doses"].choices = choices  # type: ignore[attr-defined]

    def clean_doses(self) -> list[str]:
        """Not too many, and all of one kind."""
        chosen: list[str] = self.cleaned_data["doses"]
        if len(chosen) > MOST_DOSES:
            raise forms.ValidationError(f"{MOST_DOSES}件までを選び、残りは別に発行してください。")
        if len({self.kinds[one] for one in chosen}) > 1:
            raise forms.ValidationError("定期と臨時は、別の済証として発行してください。")
        return chosen

    def asked(self, resident_id: int) -> Asked:
        """What a valid form says."""
        said = self.cleaned_data
        return Asked(
            form_key=said["form_key"],
            resident_id=resident_id,
            kind=self.kinds[said["doses"][0]],
            dose_ids=tuple(int(one) for one in said["doses"]),
            applicant=Applicant(said["applicant"]),
            identity_document=IdentityDocument(said["identity_document"]),
        )
