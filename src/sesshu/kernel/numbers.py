"""Numbers that are names: how they are read, and the digit that guards them against slips of the hand.

A check digit finds most slips, not all (about 2 % of single wrong digits of a 個人番号 pass), and is never a
proof of identity.
"""

import re
import unicodedata

_GROUPING = re.compile(r"[\s\-‐‑‒–—―−ー]")
_MY_NUMBER_DIGITS = 12
_MY_NUMBER_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MUNICIPALITY_WEIGHTS = (6, 5, 4, 3, 2)
_MUNICIPALITY_DIGITS = 6
_ATENA_DIGITS = 10
_ATENA_CARRIED_DIGITS = 15
_POSTAL_CODE_DIGITS = 7


class NumberError(ValueError):
    """What was entered is not such a number; the message tells the clerk what to do."""


def digits_of(text: str) -> str:
    """The text in half width without the spaces and hyphens people group numbers with."""
    return _GROUPING.sub("", unicodedata.normalize("NFKC", text))


def municipality_check_digit(leading: str) -> int:
    """Check digit of the five leading digits of a 全国地方公共団体コード."""
    _require_digits(leading, len(_MUNICIPALITY_WEIGHTS), "地方公共団体コード")
    return (11 - _weighted(leading, _MUNICIPALITY_WEIGHTS) % 11) % 10


def is_municipality_code(text: str) -> bool:
    """True for six digits whose last is the right check digit."""
    return _is_digits(text, _MUNICIPALITY_DIGITS) and int(text[5]) == municipality_check_digit(
        text[:5]
    )


def individual_number_check_digit(leading: str) -> int:
    """検査用数字 of the eleven leading digits of a 個人番号 (平成26年総務省令第85号5条)."""
    _require_digits(leading, len(_MY_NUMBER_WEIGHTS), "個人番号")
    remainder = _weighted(leading, _MY_NUMBER_WEIGHTS) % 11
    return 0 if remainder <= 1 else 11 - remainder


def read_individual_number(text: str) -> str:
    """The twelve digits of a 個人番号 in any width and grouping. Raises NumberError."""
    digits = digits_of(text)
    _require_digits(digits, _MY_NUMBER_DIGITS, "個人番号")
    if not int(digits):
        raise NumberError("個人番号に仮の番号(すべて0)は入力できません。")
    if int(digits[-1]) != individual_number_check_digit(digits[:-1]):
        raise NumberError("個人番号の数字に誤りがあります。書類と見比べて入力し直してください。")
    return digits


def read_atena_number(text: str) -> str:
    """A 宛名番号 in its one form: ten digits, also where it is carried as fifteen with zeros on the left.

    A number that needs more than ten digits keeps fifteen. Raises NumberError.
    """
    digits = digits_of(text)
    if not re.fullmatch(r"[0-9]{1,15}", digits) or not int(digits):
        raise NumberError("宛名番号は、15桁までの数字で入力してください。")
    significant = digits.lstrip("0")
    width = _ATENA_DIGITS if len(significant) <= _ATENA_DIGITS else _ATENA_CARRIED_DIGITS
    return significant.zfill(width)


def read_postal_code(text: str) -> str:
    """The seven digits of a 郵便番号 in any width, with or without 〒 and hyphen. Raises NumberError."""
    digits = digits_of(text).removeprefix("〒")
    _require_digits(digits, _POSTAL_CODE_DIGITS, "郵便番号")
    return digits


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _require_digits(text: str, length: int, title: str) -> None:
    if not _is_digits(text, length):
        raise NumberError(f"{title}は、数字{length}桁で入力してください。")
