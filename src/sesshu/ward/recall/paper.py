"""The letters of a fixed round as PDF, a thousand at a time, made when somebody opens them (V024)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from sesshu.documents.batch import MOST_PAGES, Batch, print_batch
from sesshu.documents.forms import Address, PersonName
from sesshu.documents.notice import FORM, Letter, Matter, Notices, Subject, wording_of
from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import current_place
from sesshu.kernel.ages import reach_years
from sesshu.kernel.eras import in_japanese
from sesshu.ward.offices import office_of
from sesshu.ward.recall.queries import Round
from sesshu.ward.recall.rounds import PURPOSE
from sesshu.ward.residents.registered_now import with_registered

ADULT = 16
"""Until then the letter goes to the parent (予防接種法第8条第2項)."""
LETTERS = with_registered(
    """
SELECT n.resident_id, n.dose, c.last_on, v.birth_on, v.name, v.mail_name,
       coalesce(v.mail_postal_code, v.postal_code, ''), coalesce(v.mail_address, v.address, ''),
       coalesce(v.mail_building, v.building, '')
FROM recall_notice n
JOIN resident r ON r.id = n.resident_id AND NOT r.is_guarded
JOIN recall_candidate c ON c.round_id = n.round_id AND c.resident_id = n.resident_id
{registered}
WHERE n.round_id = %s AND NOT EXISTS (SELECT FROM recall_to_stop s WHERE s.notice_id = n.id)
  AND NOT EXISTS (SELECT FROM recall_stop s WHERE s.notice_id = n.id)
ORDER BY 7, 8, 9, n.id OFFSET %s LIMIT %s
""",
    "n.resident_id",
    "v",
)


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A thousand letters at most: the PDF, and how many people were left out for a person to look after."""

    pdf: bytes
    left_out: int


def parts_of(round_: Round) -> range:
    """The numbers of the parts of a round."""
    return range(1, -(-round_.letters // MOST_PAGES) + 1)


def print_part(actor: Actor, round_: Round, series: str, part: int, on: date) -> PrintedPart:
    """One part, in the order of the post; every letter is one entry about its person.

    Letters to stop, and guarded people's, are not in it. Raises MissingFace, Misprint.
    """
    with connection.cursor() as cursor:
        cursor.execute(LETTERS, [round_.id, (part - 1) * MOST_PAGES, MOST_PAGES])
        rows = cursor.fetchall()
    residents = [row[0] for row in rows]
    details = {"round": round_.id, "part": part}
    ledger.look_each(actor, "recall.printed", PURPOSE, residents, details)
    batch = print_batch(FORM, _notices(round_, rows, series, on))
    return PrintedPart(_one_document(batch), len(batch.exceptions))


def _one_document(batch: Batch) -> bytes:
    return batch.documents[0].pdf if batch.documents else b""


def _notices(round_: Round, rows: list[tuple[Any, ...]], series: str, on: date) -> Notices:
    wording = wording_of("A", on, again=True)
    return Notices(
        office=office_of(current_place().municipality),
        issued_on=in_japanese(on),
        wordings={wording.code: wording},
        letters=tuple(_letter(row, wording.code, series, on) for row in rows),
    )


def _letter(row: tuple[Any, ...], wording: str, series: str, on: date) -> Letter:
    _, dose, last_on, born_on, name, mail_name, code, address, building = row
    until = f"{in_japanese(last_on)}まで" if last_on else ""
    honorific = "様（保護者）" if reach_years(born_on, ADULT) > on else "様"
    return Letter(
        wording=wording,
        address=Address(f"{code[:3]}-{code[3:]}", tuple(filter(None, (address, building)))),
        name=PersonName(mail_name or name),
        honorific="様" if mail_name else honorific,
        subjects=(
            Subject(
                name=PersonName(name),
                born=in_japanese(born_on),
                matters=(Matter(series=series, dose=f"{dose}回目", until=until),),
            ),
        ),
    )
