"""Form fields that take what a clerk types, in any width, and keep one form of it (ui.md §4.2)."""

import re
import unicodedata
from typing import Any, ClassVar, NamedTuple

import jaconv
from django import forms
from django.core.exceptions import ValidationError

from sesshu.kernel.numbers import NumberError, read_atena_number
from sesshu.kernel.voucher_line import number_in

KANA = re.compile(r"[ァ-ヺー・ヽヾ 　]+")
SEPARATORS = str.maketrans("", "", " 　,-‐‑–—―−ー〒")


class KanaField(forms.CharField):
    """A reading: hiragana, katakana or half-width katakana, kept as full-width katakana."""

    def to_python(self, value: Any) -> str:
        """キヨウコ stays キヨウコ: small and large kana are different readings."""
        typed = super().to_python(value) or ""
        kana = jaconv.hira2kata(jaconv.h2z(typed, kana=True))
        if kana and not KANA.fullmatch(kana):
            raise ValidationError(
                f"{self.label}はカタカナかひらがなで入力してください。", code="kana"
            )
        return kana


class DigitsField(forms.CharField):
    """A number that is a name (券番号, 宛名番号): digits of any width, kept as half-width digits."""

    def __init__(self, *, digits: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.digits = digits
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("size", (digits or 12) + 8)

    def to_python(self, value: Any) -> str:
        """Digits only; spaces, commas and hyphens are left out."""
        typed = super().to_python(value) or ""
        number = unicodedata.normalize("NFKC", typed).translate(SEPARATORS)
        if number and not self._fits(number):
            raise ValidationError(self._wrong(), code="digits")
        return number

    def _fits(self, number: str) -> bool:
        ascii_digits = number.isascii() and number.isdigit()
        return ascii_digits and self.digits in (None, len(number))

    def _wrong(self) -> str:
        size = f"{self.digits}桁の" if self.digits else ""
        return f"{self.label}は{size}数字で入力してください。"


class AtenaNumberField(DigitsField):
    """A 宛名番号 in its one form, with its zeros at the left."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> str:
        """The number as it is kept; empty when nothing was typed."""
        typed = super().to_python(value)
        try:
            return read_atena_number(typed) if typed else ""
        except NumberError as error:
            raise ValidationError(str(error), code="number") from error


class VoucherNumberField(DigitsField):
    """A 券番号, typed, or scanned from the bars, the QR code or the line of its voucher."""

    def __init__(self, **options: Any) -> None:
        super().__init__(digits=10, **options)

    def to_python(self, value: Any) -> str:
        """Its ten digits; empty when nothing was typed."""
        return super().to_python(number_in(value) if value else value)


class PostalCodeField(DigitsField):
    """〒: 7 digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(digits=7, **options)

    def _wrong(self) -> str:
        return f"{self.label}は7桁の数字で入力してください。例）154-8504"


class Scanned(NamedTuple):
    """A scan with the type that its bytes show."""

    media_type: str
    content: bytes


class ScanField(forms.FileField):
    """A scanned paper: PDF, JPEG or PNG, known by its first bytes and not by its name."""

    LARGEST = 5 * 1024 * 1024
    SIGNATURES: ClassVar = {
        b"%PDF-": "application/pdf",
        b"\xff\xd8\xff": "image/jpeg",
        b"\x89PNG\r\n\x1a\n": "image/png",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"help_text": "PDF、JPEG、PNG。5MBまで"} | options))

    def clean(self, data: Any, initial: Any = None) -> Any:
        """`Scanned`, or None where nothing was chosen and nothing is asked for."""
        uploaded = super().clean(data, initial)
        if not uploaded:
            return None
        if uploaded.size > self.LARGEST:
            raise ValidationError("5MBより大きいため受け付けられません。解像度を下げてください。")
        content = uploaded.read()
        for signature, media_type in self.SIGNATURES.items():
            if content.startswith(signature):
                return Scanned(media_type, content)
        raise ValidationError("PDF、JPEG、PNGのどれかを選んでください。")
