"""Lines of a claims file kept, each with the resident and the dose it is found to be about."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, NamedTuple

from sesshu.ward.federation.codes import LineState
from sesshu.ward.intake.subjects import subjects_of_rows
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.residents.intake import bulk
from sesshu.wire.claims_files.form import ClaimForm
from sesshu.wire.claims_files.parse import ReadClaim

_ADD = """
INSERT INTO claims_line (file_id, line_number, claim_number, resident_id, dose_id, text, state, faults)
SELECT %s, n.*
FROM unnest(%s::integer[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::jsonb[])
    AS n (line_number, claim_number, resident_id, dose_id, text, state, faults)
"""
_WRITE = """
UPDATE claims_line l SET claim_number = n.claim_number, resident_id = n.resident_id, dose_id = n.dose_id,
    text = n.text, corrected = NULL, state = n.state, faults = n.faults
FROM unnest(%s::integer[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::jsonb[])
    AS n (line_number, claim_number, resident_id, dose_id, text, state, faults)
WHERE l.file_id = %s AND l.line_number = n.line_number
"""
_SHELTER = """
INSERT INTO guarded_claims_line (line_id, text) SELECT l.id, n.text
FROM unnest(%s::integer[], %s::text[]) AS n (line_number, text)
JOIN claims_line l ON l.file_id = %s AND l.line_number = n.line_number
ON CONFLICT DO NOTHING
"""
# Whoever is called and was born as a line without a number of ours says, and whether they have its dose.
_NAMESAKES = """
SELECT a.place, r.id, r.is_guarded, EXISTS (
    SELECT FROM dose d JOIN current_dose c ON c.dose_id = d.id
    WHERE d.resident_id = r.id AND d.series = a.series AND d.given_on = a.given_on)
FROM unnest(%s::integer[], %s::text[], %s::date[], %s::text[], %s::date[])
    AS a (place, name_kana, birth_on, series, given_on)
JOIN resident_timeline t ON t.birth_on = a.birth_on AND t.name_kana = a.name_kana
    AND t.superseded_at IS NULL AND NOT t.is_revoked
JOIN resident r ON r.id = t.resident_id
GROUP BY a.place, r.id, a.series, a.given_on
"""
_DOSES = """
SELECT a.place, first_row_of_dose(d.id)
FROM unnest(%s::integer[], %s::bigint[], %s::text[], %s::date[]) AS a (place, resident_id, series, given_on)
JOIN dose d ON d.resident_id = a.resident_id AND d.series = a.series AND d.given_on = a.given_on
JOIN current_dose c ON c.dose_id = d.id
"""


class Person(NamedTuple):
    """Whom a line is about; nobody is named who is guarded."""

    resident: int | None = None
    is_guarded: bool = False


NOBODY = Person()


class Identified(NamedTuple):
    """A line, and whom and which dose it is about; the first row of the dose."""

    read: ReadClaim
    resident: int | None = None
    dose: int | None = None
    is_guarded: bool = False

    @property
    def state(self) -> LineState:
        """What is known of the line."""
        if self.is_guarded:
            return LineState.GUARDED
        return LineState.READ if self.read.form else LineState.FAULTY


def add_lines(file_id: int, rows: Sequence[ReadClaim]) -> tuple[Counter[str], list[int]]:
    """Keep the lines of a new file: how many stand where, and the residents they are about."""
    found = identified(rows)
    bulk.execute(_ADD, [file_id, *_columns(found)])
    return _kept(file_id, found)


def write_lines(file_id: int, rows: Sequence[ReadClaim]) -> tuple[Counter[str], list[int]]:
    """Write lines of a known file as they were corrected."""
    found = identified(rows)
    bulk.execute(_WRITE, [*_columns(found), file_id])
    return _kept(file_id, found)


def identified(rows: Sequence[ReadClaim]) -> list[Identified]:
    """Whom and which dose each line is about, as far as it can be read and is certain."""
    people = _people(rows)
    doses = _doses(rows, people)
    return [
        Identified(row, person.resident, doses.get(place), person.is_guarded)
        for place, row in enumerate(rows)
        for person in [people.get(place, NOBODY)]
    ]


def _people(rows: Sequence[ReadClaim]) -> dict[int, Person]:
    """Whom lines are about, by their place: the holder of the number, else the one of that name and age."""
    told = {place: row.told for place, row in enumerate(rows) if row.told}
    found = subjects_of_rows([(each, None) for each in told.values()], bulk.JOBS)
    people = {
        place: Person(
            each.resident.id if each.resident and not each.is_guarded else None, each.is_guarded
        )
        for place, each in zip(told, found, strict=True)
    }
    unknown = {place: rows[place] for place, person in people.items() if person == NOBODY}
    return people | _namesakes(unknown)


def _namesakes(rows: Mapping[int, ReadClaim]) -> dict[int, Person]:
    """Whoever alone is called and was born as a line says, or of several has its dose; nobody guarded."""
    asked = [
        (place, row.told.name_kana, row.told.birth_on, *_given(row.form))
        for place, row in rows.items()
        if row.told
    ]
    found: dict[int, list[tuple[int, bool, bool]]] = {}
    for place, *person in bulk.rows(_NAMESAKES, _arrays(asked, 5)):
        found.setdefault(place, []).append((person[0], person[1], person[2]))
    return {place: _one_of(people) for place, people in found.items()}


def _one_of(people: Sequence[tuple[int, bool, bool]]) -> Person:
    if any(is_guarded for _, is_guarded, _ in people):
        return Person(None, is_guarded=True)
    likely = [resident for resident, _, has_dose in people if has_dose or len(people) == 1]
    return Person(likely[0]) if len(likely) == 1 else NOBODY


def _given(form: ClaimForm | None) -> tuple[str | None, date | None]:
    return (form.series, form.given_on) if form else (None, None)


def _doses(rows: Sequence[ReadClaim], people: Mapping[int, Person]) -> dict[int, int]:
    """The one standing dose of the person on the day, by the place of its line."""
    holders = {person.resident for person in people.values() if person.resident}
    numbers = numbers_of(holders, using=bulk.JOBS)
    asked = [
        (place, number, form.series, form.given_on)
        for place, person in people.items()
        if (form := rows[place].form)
        for number in numbers.get(person.resident or 0, ())
    ]
    found: dict[int, set[int]] = {}
    for place, dose in bulk.rows(_DOSES, _arrays(asked, 4)):
        found.setdefault(place, set()).add(dose)
    return {place: min(doses) for place, doses in found.items() if len(doses) == 1}


def _arrays(rows: Sequence[tuple[Any, ...]], columns: int) -> list[list[Any]]:
    return [[row[at] for row in rows] for at in range(columns)]


def _columns(found: Sequence[Identified]) -> list[list[Any]]:
    rows = [
        (
            each.read.line.number,
            each.read.form.claim_number if each.read.form else None,
            each.resident,
            each.dose,
            None if each.is_guarded else each.read.line.text,
            each.state.value,
            _faults(each),
        )
        for each in found
    ]
    return _arrays(rows, 7)


def _faults(found: Identified) -> str:
    told = () if found.is_guarded else found.read.faults
    return json.dumps([asdict(fault) for fault in told], ensure_ascii=False)


def _kept(file_id: int, found: Sequence[Identified]) -> tuple[Counter[str], list[int]]:
    hidden = [each.read.line for each in found if each.is_guarded]
    lines = [line.number for line in hidden]
    bulk.execute(_SHELTER, [lines, [line.text for line in hidden], file_id])
    counts = Counter(each.state.value for each in found)
    return counts, sorted({each.resident for each in found if each.resident})
