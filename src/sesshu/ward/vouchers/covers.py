"""The letters on top of a batch: one for each envelope, with what lies behind it (V024, F04).

The window shows the address, where a 予診票 has none. In the order of the sheets, so both piles go together.
What guarded people get is handed over: their letter shows a name as any does, and no address (ADR 85).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Literal

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.documents.batch import print_batch
from sesshu.documents.forms import Address, PersonName
from sesshu.documents.notice import FORM, Letter, Matter, Notices, Subject, merged, wording_of
from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import current_place
from sesshu.kernel.ages import reach_years
from sesshu.kernel.eras import in_japanese
from sesshu.schedule.types import Rulebook
from sesshu.ward.offices import office_of
from sesshu.ward.residents.guarded import GUARDED
from sesshu.ward.vouchers.jobs.places import ADULT
from sesshu.ward.vouchers.paper import PURPOSE, Press
from sesshu.ward.vouchers.situations import NothingToPrint

# As the sheets of the batch: without what was voided, and without whom protection began to shelter since.
ENCLOSED = """
SELECT s.envelope, v.resident_id, p.name, p.birth_on, v.series, v.dose, c.last_on,
       {to}
FROM issue_sheet s
JOIN issue_candidate c ON c.id = s.candidate_id
JOIN voucher v ON v.candidate_id = s.candidate_id
JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident r ON r.id = v.resident_id AND (s.is_guarded OR NOT r.is_guarded)
JOIN resident_version p ON p.id = s.version_id
WHERE s.issue_run_id = %s AND s.batch = %s AND s.is_guarded = %s
ORDER BY s.page
"""
POSTED = ENCLOSED.format(
    to="""coalesce(p.mail_name, ''), coalesce(p.mail_postal_code, p.postal_code, ''),
       CASE WHEN p.mail_address IS NULL THEN p.address ELSE p.mail_address END,
       CASE WHEN p.mail_address IS NULL THEN p.building ELSE p.mail_building END"""
)
HANDED_OVER = ENCLOSED.format(to="'', '', NULL, NULL")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One 予診票 of an envelope."""

    envelope: int
    resident_id: int
    name: str
    born_on: date
    series: str
    dose: int
    last_on: date | None
    mail_name: str
    postal_code: str
    address: str | None
    building: str | None


@dataclass(frozen=True, slots=True)
class Covers:
    """The letters as a PDF, and the envelopes whose letter has to be written by hand."""

    pdf: bytes
    by_hand: tuple[int, ...]


def print_covers(actor: Actor, issue_run: int, batch: int, press: Press) -> Covers:
    """The letters of a batch; their opening is entered. Raises NothingToPrint, MissingFace."""
    return _covers(actor, issue_run, batch, press, guarded=False)


def print_guarded_covers(actor: Actor, issue_run: int, batch: int, press: Press) -> Covers:
    """The letters of a batch of guarded people, made in their zone. Raises as `print_covers`."""
    return _covers(actor, issue_run, batch, press, guarded=True)


def _covers(actor: Actor, issue_run: int, batch: int, press: Press, *, guarded: bool) -> Covers:
    zone, query = (GUARDED, HANDED_OVER) if guarded else (DEFAULT_DB_ALIAS, POSTED)
    action = "issue.covers_printed_guarded" if guarded else "issue.covers_printed"
    with ledger.act(actor, action, PURPOSE, zone) as event:
        event.detail(issue_run=issue_run, batch=batch)
        sheets = _enclosed(query, [issue_run, batch, guarded], zone)
        if not sheets:
            raise NothingToPrint
        event.about(*dict.fromkeys(sheet.resident_id for sheet in sheets))
        letters = list(letters_of(sheets, batch, press.on, press.rulebook))
        return _printed(letters, press.on)


def letters_of(
    sheets: list[Enclosed], batch: int, on: date, rulebook: Rulebook
) -> Iterator[tuple[int, Letter]]:
    """Each envelope with its letter, or with several where one page does not hold all it has to list."""
    for envelope, inside in groupby(sheets, key=attrgetter("envelope")):
        own = list(inside)
        number = f"第{batch}束　封筒{envelope}　予診票{len(own)}枚"
        everybody = [
            _letter(list(theirs), number, on, rulebook)
            for _, theirs in groupby(own, key=attrgetter("resident_id"))
        ]
        reader = everybody[0]
        together = [_to_the_same(letter, reader) for letter in everybody]
        yield from ((envelope, letter) for letter in merged(together))


def _to_the_same(letter: Letter, reader: Letter) -> Letter:
    """An envelope has one reader and one wording: that of its first sheet."""
    return Letter(
        wording=reader.wording,
        address=reader.address,
        name=reader.name,
        honorific=reader.honorific,
        number=reader.number,
        subjects=letter.subjects,
    )


def _letter(sheets: list[Enclosed], number: str, on: date, rulebook: Rulebook) -> Letter:
    first = sheets[0]
    code, lines = first.postal_code, filter(None, (first.address, first.building))
    is_child = reach_years(first.born_on, ADULT) > on
    return Letter(
        wording=wording_of(_category(sheets, rulebook), on).code,
        address=Address(f"{code[:3]}-{code[3:]}" if code else "", tuple(lines)),
        name=PersonName(first.mail_name or first.name),
        honorific="様（保護者）" if is_child and not first.mail_name else "様",
        number=number,
        subjects=(
            Subject(
                name=PersonName(first.name),
                born=in_japanese(first.born_on),
                matters=tuple(
                    _matter(list(doses), rulebook)
                    for _, doses in groupby(sheets, key=attrgetter("series"))
                ),
            ),
        ),
    )


def _category(sheets: list[Enclosed], rulebook: Rulebook) -> Literal["A", "B"]:
    everything = {rulebook.series[sheet.series].category for sheet in sheets}
    return "B" if everything == {"B"} else "A"


def _matter(doses: list[Enclosed], rulebook: Rulebook) -> Matter:
    first, last = doses[0], doses[-1]
    numbers = f"{first.dose}" if first is last else f"{first.dose}〜{last.dose}"
    return Matter(
        series=rulebook.series[first.series].name,
        dose=f"{numbers}回目",
        until=_until({each.last_on for each in doses}),
        note=f"予診票{len(doses)}枚を同封",
    )


def _until(days: set[date | None]) -> str:
    if len(days) > 1:
        return "予診票の有効期限まで"
    [day] = days
    return f"{in_japanese(day)}まで" if day else ""


def _printed(letters: list[tuple[int, Letter]], on: date) -> Covers:
    notices = Notices(
        office=office_of(current_place().municipality),
        issued_on=in_japanese(on),
        wordings={each.code: each for each in (wording_of("A", on), wording_of("B", on))},
        letters=tuple(letter for _, letter in letters),
    )
    made = print_batch(FORM, notices, processes=1)
    by_hand = dict.fromkeys(letters[each.place][0] for each in made.exceptions)
    if not made.documents:
        raise NothingToPrint
    return Covers(made.documents[0].pdf, tuple(by_hand))


def _enclosed(query: str, values: list[int | bool], zone: str) -> list[Enclosed]:
    with connections[zone].cursor() as cursor:
        cursor.execute(query, values)
        return [Enclosed(*row) for row in cursor.fetchall()]
