"""What may be wrong with the values of a line: every fault, each with its column."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from sesshu.wire.clinic_files.codes import CODES, GIVEN, Word
from sesshu.wire.clinic_files.layout import COLUMNS, Column, Kind
from sesshu.wire.residents.checks import Fault

NO_SUCH_DAY = "暦にない日です。"
_UNPRINTABLE = "\x00-\x1f\x7f\ufffd\ufffe\u2028\u2029"
_UNPRINTABLES = re.compile(f"[{_UNPRINTABLE}]")
_SHAPES = {
    Kind.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Kind.COUNT: re.compile(r"[0-9]+"),
    Kind.DIGITS: re.compile(r"[0-9]+"),
    Kind.FLAG: re.compile(r"[01]"),
    Kind.VOLUME: re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,3})?"),
    Kind.KANA: re.compile(r"[ァ-ヺー・゛゜ｦ-ﾟ '’.()（）\u3000−-]+"),
}


def _plain(column: Column) -> str:
    """The pattern of an unquoted value without a fault by itself; a day may not be in the calendar."""
    if column.kind is Kind.CODE:
        shape = "|".join(CODES[column.name])
    elif column.kind is Kind.TEXT:
        shape = f'[^,"{_UNPRINTABLE}]+'
    else:
        shape = _SHAPES[column.kind].pattern
    fewest = column.longest if column.exact else 1
    value = f"(?=[^,]{{{fewest},{column.longest}}}(?:,|$))({shape})"
    return value if column.required else f"(?:{value})?"


PLAIN = re.compile(",".join(map(_plain, COLUMNS)))
"""A line without quotes whose columns have no fault by themselves; the groups are their values."""


def faults_in(values: Mapping[str, str]) -> Iterator[Fault]:
    """The faults of a line's values, those between columns last."""
    for column in COLUMNS:
        value = values[column.name]
        if value:
            yield from faults_of(column, value, CODES.get(column.name, {}))
        elif column.required:
            yield missing(column)
    yield from faults_between(values)


def missing(column: Column) -> Fault:
    """That nothing stands where something must."""
    return Fault(column.title, "記載がありません。", "値を入れてください。")


def faults_of(column: Column, value: str, words: Mapping[str, Word]) -> Iterator[Fault]:
    """The faults of one value by itself; `words` are the codes its column knows."""
    shape = _SHAPES.get(column.kind)
    if len(value) > column.longest:
        remedy = "値を短くしてください。"
        yield Fault(column.title, f"{column.longest}文字を超えています。", remedy)
    elif column.exact and len(value) != column.longest:
        yield Fault(column.title, "桁数が違います。", f"{column.longest}桁に直してください。")
    elif column.kind is Kind.CODE and value not in words:
        allowed = "、".join(f"{code} {word.title}" for code, word in words.items())
        remedy = f"{allowed}のどれかに直してください。"
        yield Fault(column.title, "決められたコードではありません。", remedy)
    elif shape and not shape.fullmatch(value):
        remedy = f"「{column.kind.value}」の形に直してください。"
        yield Fault(column.title, "書き方が違います。", remedy)
    elif column.kind is Kind.DAY and not _is_day(value):
        yield Fault(column.title, NO_SUCH_DAY, "日付を予診票で確かめて直してください。")
    elif _UNPRINTABLES.search(value):
        remedy = "その文字を除くか、正しい文字に直してください。"
        yield Fault(column.title, "表示できない文字が入っています。", remedy)


def faults_between(values: Mapping[str, str]) -> Iterator[Fault]:
    """Faults of values that do not go together."""
    outcome = CODES["outcome"].get(values["outcome"])
    if not values["voucher_number"] and not all(
        values[name] for name in ("name", "name_kana", "birth_on", "sex")
    ):
        yield Fault(
            "券番号",
            "券番号がなく、氏名・カナ・生年月日・性別もそろっていません。",
            "券番号か、本人の4項目を入れてください。",
        )
    if outcome and outcome.name == GIVEN and not values["product"]:
        yield Fault(
            "ワクチンの種類", "接種したのに記載がありません。", "ワクチンの種類を入れてください。"
        )
    if outcome and outcome.name == GIVEN and values["screening_reason"]:
        yield Fault(
            "予診理由", "接種したのに予診理由があります。", "実施結果と予診理由を確かめてください。"
        )
    if outcome and outcome.name != GIVEN and not values["screening_reason"]:
        yield Fault("予診理由", "予診のみなのに記載がありません。", "予診理由を入れてください。")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
