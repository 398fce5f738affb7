"""異動の履歴 in words: what each registered state changed, and when the ward knew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from django.utils.timezone import localdate

from sesshu.kernel.calendar import day_before
from sesshu.ui.dates import in_era
from sesshu.ward.residents.queries import Version
from sesshu.ward.residents.web.chips import Chip
from sesshu.wire.residents.codes import TITLES, relationship_title

NOW = Chip("いまの状態", "green")
TO_COME = Chip("これからの状態", "blue")
PAST = Chip("過去の状態", "gray")
SUPERSEDED = Chip("訂正済み", "orange")
REVOKED = Chip("取消し", "red")


class Line(NamedTuple):
    """One fact of a state; ``changed`` against the state before it."""

    label: str
    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class State:
    """One registered state on both time axes; ``valid_until`` is its last day (both ends inclusive)."""

    reason: str
    transaction_on: date
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    superseded_at: datetime | None
    lines: tuple[Line, ...]
    chips: tuple[Chip, ...]


def states_of(versions: Iterable[Version], on: date, known_on: date | None) -> list[State]:
    """The states newest first; with ``known_on``, as everybody knew them at the end of that day in Tokyo."""
    known = [_as_known(each, known_on) for each in versions if _recorded_by(each, known_on)]
    begun = sorted({each.valid_from for each in known})
    until = {day: day_before(following) for day, following in pairwise(begun)}
    told = [
        _state(each, before, until.get(each.valid_from), on)
        for each, before in zip(known, [None, *known], strict=False)
    ]
    return told[::-1]


def _recorded_by(version: Version, known_on: date | None) -> bool:
    return known_on is None or localdate(version.recorded_at) <= known_on


def _as_known(version: Version, known_on: date | None) -> Version:
    """A correction that came later had not happened yet."""
    if version.superseded_at is None or known_on is None:
        return version
    happened = localdate(version.superseded_at) <= known_on
    return version if happened else replace(version, superseded_at=None)


def _state(version: Version, before: Version | None, valid_until: date | None, on: date) -> State:
    facts, earlier = _facts(version), dict(_facts(before)) if before else {}
    return State(
        reason=TITLES["transaction_reason"][version.transaction_reason],
        transaction_on=version.transaction_on,
        valid_from=version.valid_from,
        valid_until=valid_until,
        recorded_at=version.recorded_at,
        superseded_at=version.superseded_at,
        lines=tuple(
            Line(label, text, bool(before) and earlier.get(label) != text) for label, text in facts
        ),
        chips=_chips(version, valid_until, on),
    )


def _chips(version: Version, valid_until: date | None, on: date) -> tuple[Chip, ...]:
    if version.superseded_at is not None:
        return (SUPERSEDED,)
    if version.is_revoked:
        return (REVOKED,)
    if version.valid_from > on:
        return (TO_COME,)
    return (NOW,) if valid_until is None or valid_until >= on else (PAST,)


def _facts(version: Version) -> Sequence[tuple[str, str]]:
    """What an office compares: standing, name, household, address where the page may have it."""
    facts = (
        ("状態", TITLES["status"][version.status]),
        ("氏名", version.name),
        ("カナ", version.name_kana),
        ("旧氏", version.former_family_name),
        ("通称", version.alias),
        ("世帯番号", version.household_number),
        ("続柄", relationship_title(version.relationship or "")),
        ("住所", version.address),
        ("死亡日", in_era(version.died_on) if version.died_on else None),
    )
    return [(label, text) for label, text in facts if text]
