"""医療機関コード and Lot番号: how they are read, and what makes two spellings the same."""

from sesshu.kernel.numbers import NumberError, digits_of

DIGITS = 10
LOT_LONGEST = 20


def clinic_check_digit(leading: str) -> int:
    """検証番号 of the nine leading digits of a 医療機関コード: twice and once in turn, from the right."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(leading)))
    return -sum(sum(divmod(product, 10)) for product in doubled) % 10


def read_clinic_code(text: str) -> str:
    """The ten digits of a 医療機関コード in any width and grouping. Raises NumberError.

    A place without insurance status (a hall, a school) is given a number of the ward's own, which carries
    the same digit.
    """
    digits = digits_of(text)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise NumberError(f"医療機関コードは、数字{DIGITS}桁で入力してください。")
    if clinic_check_digit(digits[:-1]) != int(digits[-1]):
        raise NumberError(
            "医療機関コードの数字に誤りがあります。予診票と見比べて入力し直してください。"
        )
    return digits


def lot_key(text: str) -> str:
    """A Lot番号 as it is compared: half width, capitals, without spaces and hyphens.

    Makers write them as they like, so no pattern is asked for (immunization-schedule §5).
    """
    return digits_of(text).upper()
