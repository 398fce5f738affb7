"""OCRライン: the eighteen digits on every voucher, read by tablets, scanners and the claims office."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sesshu.kernel.numbers import NumberError, digits_of, is_municipality_code
from sesshu.kernel.voucher_numbers import read_foreign_number

LENGTH = 18
MOST_DOSES = 9
_START_AND_STOP = re.compile(r"^[A-D](.*)[A-D]$", re.IGNORECASE)
"""The letters between which NW-7 stands; some scanners send them along."""


class VoucherKind(StrEnum):
    """券種, the first digit of the line."""

    SCREENING_ONLY = "1"
    """予診のみ."""
    DOSE = "2"
    """接種券."""


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """What the line says: kind, dose, whose voucher it is, and its number of ten digits.

    Raises NumberError for what no line can say.
    """

    kind: VoucherKind
    dose: int
    municipality: str
    number: str

    def __post_init__(self) -> None:
        if not 1 <= self.dose <= MOST_DOSES:
            raise NumberError(f"OCRラインの回数は、1から{MOST_DOSES}までです。")
        if not is_municipality_code(self.municipality):
            raise NumberError("OCRラインの市区町村コードに誤りがあります。")
        read_foreign_number(self.number)

    @property
    def text(self) -> str:
        """The eighteen digits."""
        return f"{self.kind}{self.dose}{self.municipality}{self.number}"


def read_voucher_line(text: str) -> VoucherLine:
    """What eighteen digits in any width and grouping say. Raises NumberError.

    The line has no check digit of its own: whose number it is decides whether the number can be checked.
    """
    digits = _START_AND_STOP.sub(r"\1", digits_of(text))
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise NumberError(f"OCRラインは、数字{LENGTH}桁で入力してください。")
    if digits[0] not in list(VoucherKind):
        raise NumberError("OCRラインの最初の数字は、1(予診のみ)か2(接種券)です。")
    return VoucherLine(VoucherKind(digits[0]), int(digits[1]), digits[2:8], digits[8:])


def number_in(text: str) -> str:
    """The 券番号 in what a scanner or a hand gave: the end of a line, anything else as it stands."""
    try:
        return read_voucher_line(text).number
    except NumberError:
        return text


def is_of_another(text: str, municipality: str) -> bool:
    """Whether this is the line of a voucher that another municipality issued."""
    try:
        return read_voucher_line(text).municipality != municipality
    except NumberError:
        return False
