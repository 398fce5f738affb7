"""Who a row is about, by the door of matching; only one who is certain is taken (V070, S1.7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections

from sesshu.kernel.matching import Verdict
from sesshu.kernel.voucher_numbers import check_digit
from sesshu.ward.matching.claims import Claim, Matched
from sesshu.ward.matching.finding import match_records
from sesshu.wire.clinic_files.form import Told
from sesshu.wire.residents.codes import Status

_PERSON = """
SELECT DISTINCT ON (r.id)
    r.id, r.atena_number, r.is_guarded, v.name, v.name_kana, v.birth_on, v.sex, v.died_on,
    v.became_resident_on, v.ceased_resident_on, v.status
FROM resident r JOIN resident_timeline v ON v.resident_id = r.id
WHERE {condition} AND v.superseded_at IS NULL AND NOT v.is_revoked
ORDER BY r.id, v.valid_from DESC
"""
_ISSUED_TO = "SELECT number, resident_id FROM voucher WHERE number = ANY (%s)"
_BY_ID = _PERSON.format(condition="r.id = ANY (%s)")


@dataclass(frozen=True, slots=True)
class Known:
    """A resident as registered now, as far as the checks ask."""

    id: int
    atena_number: str
    is_guarded: bool
    name: str
    name_kana: str
    born_on: date
    sex: str
    died_on: date | None
    became_resident_on: date | None
    ceased_resident_on: date | None
    status: str

    def lived_here_on(self, day: date) -> bool:
        """Whether a day lies between moving in and leaving, both as registered now."""
        if self.status == Status.OUTSIDE_REGISTER:
            return False
        return self.became_resident_on is None or self.became_resident_on <= day

    def had_left_on(self, day: date) -> bool:
        """Whether they had left by a day, for another place or for good."""
        return self.ceased_resident_on is not None and self.ceased_resident_on <= day


@dataclass(frozen=True, slots=True)
class Found:
    """Who a row is about, or why nobody is taken; `is_guarded` if it may be about somebody guarded.

    `sheltered` are the ids of everybody it may then be about, for the guarded desk alone (D7).
    """

    resident: Known | None
    situation: str = ""
    is_guarded: bool = False
    sheltered: tuple[int, ...] = ()


def subjects_of_rows(
    rows: Sequence[tuple[Told, int | None]], using: str = "default"
) -> list[Found]:
    """Who each row is about; whom a clerk chose comes before what the row tells (S1.7).

    A number of ours whose holder has the birth date and the reading of the form leaves nothing to match.
    """
    holders = _holders([told for told, _ in rows], using)
    certain = [
        chosen or _agreed(told, holders.get(told.voucher_number or "")) for told, chosen in rows
    ]
    open_rows = [at for at, number in enumerate(certain) if number is None]
    matches = match_records([_claim(rows[at][0]) for at in open_rows], using)
    matched = dict(zip(open_rows, matches, strict=True))
    numbers = [
        matched[at].resident_id if at in matched else number for at, number in enumerate(certain)
    ]
    known = {resident.id: resident for resident in holders.values()}
    others = {number for number in numbers if number is not None} - known.keys()
    known |= residents_of(others, using)
    return [
        _found(known.get(number) if number else None, matched.get(at))
        for at, number in enumerate(numbers)
    ]


def known_by_number(atena_number: str, using: str = "default") -> Known | None:
    """The resident with a 宛名番号, if there is one."""
    query = _PERSON.format(condition="r.atena_number = %s")
    return next((Known(*row) for row in _rows(query, [atena_number], using)), None)


def residents_of(ids: Iterable[int], using: str = "default") -> dict[int, Known]:
    """Residents by id."""
    return {row[0]: Known(*row) for row in _rows(_BY_ID, [list(ids)], using)}


def _holders(people: Sequence[Told], using: str) -> dict[str, Known]:
    """The residents our numbers on forms were issued to."""
    numbers = [told.voucher_number for told in people if told.voucher_number]
    issued = dict(_rows(_ISSUED_TO, [numbers], using))
    known = residents_of(set(issued.values()), using)
    return {number: known[holder] for number, holder in issued.items() if holder in known}


def _agreed(told: Told, holder: Known | None) -> int | None:
    """The holder of a number, where birth date and reading of the form are theirs."""
    if holder is None or (told.birth_on, told.name_kana) != (holder.born_on, holder.name_kana):
        return None
    return holder.id


def _found(resident: Known | None, matched: Matched | None) -> Found:
    if resident is not None:
        return Found(resident, is_guarded=resident.is_guarded)
    if matched is None:
        return Found(None, "unknown_person")
    if matched.sheltered:
        return Found(None, is_guarded=True, sheltered=matched.sheltered)
    proposed = matched.verdict is Verdict.PROPOSED
    return Found(None, "uncertain_person" if proposed else "unknown_person")


def _claim(told: Told) -> Claim:
    """What a form tells; a number whose check digit is wrong is not one of ours."""
    number = told.voucher_number
    return Claim(
        name=told.name,
        name_kana=told.name_kana,
        sex=told.sex,
        born_on=told.birth_on,
        address=told.address,
        voucher_number=number if number and not check_digit(number) else None,
    )


def _rows(query: str, values: list[Any], using: str) -> list[tuple[Any, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
