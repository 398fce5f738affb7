"""What makes a row unusable: each check says which rows, why, and what to do about it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from sesshu.wire.residents.codes import REASONS_OF, Protection, Status
from sesshu.wire.residents.layout import COLUMNS, Column, Kind, named

_UNPRINTABLE = "[\\x00-\\x1f\\x7f\\x{fffd}\\x{fffe}\\x{2028}\\x{2029}]"
_SHAPES = {
    Kind.DAY: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    Kind.INSTANT: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$",
    Kind.COUNT: r"^[0-9]+$",
    Kind.DIGITS: r"^[0-9]+$",
    Kind.FLAG: r"^[01]$",
    Kind.KANA: r"^[ァ-ヺー・゛゜ｦ-ﾟ '’.()（）\x{3000}−-]+$",
}
_GONE = (Status.MOVED_OUT.value, Status.DEAD.value, Status.REMOVED.value)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a row: title of the column (empty for the whole row), reason, and remedy."""

    column: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Check:
    """A fault and the rows that have it (an expression over string columns, true where faulty)."""

    fault: Fault
    faulty: pl.Expr


def faults_of(strings: pl.DataFrame, created_on: date) -> dict[int, tuple[Fault, ...]]:
    """Faults by line number; `strings` holds the file's values as they came and `line_number`."""
    checks = list(_checks(created_on))
    found = strings.select(
        check.faulty.fill_null(False).alias(str(at)) for at, check in enumerate(checks)
    )
    counts = found.sum().row(0)
    faults: defaultdict[int, list[Fault]] = defaultdict(list)
    for at, check in enumerate(checks):
        if counts[at]:
            for number in strings["line_number"].filter(found[str(at)]):
                faults[number].append(check.fault)
    return {number: tuple(listed) for number, listed in faults.items()}


def _checks(created_on: date) -> Iterator[Check]:
    for column in COLUMNS:
        yield from _checks_of(column)
    yield from _checks_of_days(created_on)
    yield from _checks_between_columns()


def _checks_of(column: Column) -> Iterator[Check]:
    value = pl.col(column.name)
    if column.required:
        yield _check(column, "記載がありません。", "値を入れてください。", value.is_null())
    too_long = value.str.len_chars() > column.longest
    yield _check(
        column, f"{column.longest}文字を超えています。", "値を短くしてください。", too_long
    )
    if column.kind is Kind.CODE:
        allowed = "、".join(column.allowed)
        unknown = ~value.is_in(list(column.allowed))
        yield _check(
            column,
            "決められたコードではありません。",
            f"{allowed}のどれかに直してください。",
            unknown,
        )
    elif shape := _SHAPES.get(column.kind):
        misshapen = ~value.str.contains(shape)
        yield _check(
            column,
            "書き方が違います。",
            f"「{column.kind.value}」の形に直してください。",
            misshapen,
        )
    else:
        unprintable = value.str.contains(_UNPRINTABLE)
        yield _check(
            column, "表示できない文字が入っています。", "その文字を除いてください。", unprintable
        )
    if column.exact and column.kind is Kind.DIGITS:
        other = value.str.len_bytes() != column.longest
        yield _check(column, "桁数が違います。", f"{column.longest}桁に直してください。", other)


def _checks_of_days(created_on: date) -> Iterator[Check]:
    for column in COLUMNS:
        if column.kind in (Kind.DAY, Kind.INSTANT):
            text = pl.col(column.name)
            absent = _day(column.name).is_null() & text.str.contains(_SHAPES[column.kind])
            yield _check(
                column, "暦にない日時です。", "日付と時刻を確かめて直してください。", absent
            )
    for name in ("birth_on", "died_on", "became_resident_on"):
        later = _day(name) > created_on
        yield _check(
            named(name), "ファイルの作成日より後の日です。", "日付を確かめて直してください。", later
        )


def _checks_between_columns() -> Iterator[Check]:
    yield _check(
        named("atena_number"),
        "宛名番号が0です。",
        "正しい番号に直してください。",
        pl.col("atena_number").str.contains("^0+$"),
    )
    for transaction_class, reasons in REASONS_OF.items():
        yield _check(
            named("transaction_reason"),
            "異動区分に合わない異動事由です。",
            "異動区分と異動事由の組合せを確かめて直してください。",
            (pl.col("transaction_class") == transaction_class.value)
            & ~pl.col("transaction_reason").is_in([reason.value for reason in reasons]),
        )
    yield from _checks_of_residence()
    yield from _checks_of_protection()


def _checks_of_residence() -> Iterator[Check]:
    on_register = pl.col("is_outside_register") == "0"
    for name in ("household_number", "became_resident_on"):
        missing = on_register & pl.col(name).is_null()
        yield _check(
            named(name),
            "住民なのに記載がありません。",
            "値を入れるか、住登外フラグを1にしてください。",
            missing,
        )
    yield _check(
        named("ceased_resident_on"),
        "住民でなくなった人なのに記載がありません。",
        "日付を入れるか、住民状態を直してください。",
        pl.col("status").is_in(list(_GONE)) & pl.col("ceased_resident_on").is_null(),
    )
    yield _check(
        named("ceased_resident_on"),
        "住民となった日より前の日です。",
        "どちらかの日付を直してください。",
        _day("ceased_resident_on") < _day("became_resident_on"),
    )
    yield _check(
        named("died_on"),
        "住民状態が死亡なのに記載がありません。",
        "死亡日を入れるか、住民状態を直してください。",
        (pl.col("status") == Status.DEAD.value) & pl.col("died_on").is_null(),
    )
    yield _check(
        named("is_outside_register"),
        "住民状態と住登外フラグが合いません。",
        "どちらかを直してください。",
        (pl.col("status") == Status.OUTSIDE_REGISTER.value) == on_register,
    )


def _checks_of_protection() -> Iterator[Check]:
    under_protection = pl.col("protection").is_in([code.value for code in Protection])
    yield _check(
        named("protection_from"),
        "支援措置があるのに開始日がありません。",
        "開始日を入れてください。",
        under_protection & pl.col("protection_from").is_null(),
    )
    yield _check(
        named("protection"),
        "支援措置の日付があるのに区分がありません。",
        "区分を入れるか、日付を消してください。",
        pl.col("protection").is_null()
        & (pl.col("protection_from").is_not_null() | pl.col("protection_until").is_not_null()),
    )
    yield _check(
        named("protection_until"),
        "支援措置の開始日より前の日です。",
        "どちらかの日付を直してください。",
        _day("protection_until") < _day("protection_from"),
    )


def _check(column: Column, reason: str, remedy: str, faulty: pl.Expr) -> Check:
    return Check(Fault(column.title, reason, remedy), faulty)


def _day(name: str) -> pl.Expr:
    """The day of a column, null where its text names none."""
    if named(name).kind is Kind.INSTANT:
        return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False).cast(pl.Date)
    return pl.col(name).str.to_date("%Y-%m-%d", strict=False)
