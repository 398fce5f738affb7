"""未接種者一覧表: whom a round of recall found without the dose, written to or not (F15)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sesshu.foundation.clock import TOKYO
from sesshu.ui.dates import in_era
from sesshu.ward.recall.queries import Round
from sesshu.ward.residents.registered_now import with_registered
from sesshu.ward.rosters.lines import Line, Roster, home, registered, rows, series_name

HOW_MANY = "SELECT count(*) FROM recall_candidate WHERE round_id = %(round)s"
# Letters that left, under any 宛名 of the person.
CANDIDATES = with_registered(
    """
SELECT c.resident_id, r.atena_number, r.is_guarded, v.name, v.name_kana, v.birth_on, v.address, v.building,
       c.series, c.dose, c.last_on, told.newest, told.letters
FROM recall_candidate c JOIN resident r ON r.id = c.resident_id
{registered}
LEFT JOIN LATERAL (
    SELECT max(posted.recorded_at) AS newest, count(*) AS letters
    FROM number_of_person own JOIN recall_notice n ON n.resident_id = own.number_id
    JOIN recall_step posted ON posted.round_id = n.round_id AND posted.step = 'posted'
    WHERE own.resident_id = c.resident_id AND (n.series, n.dose) = (c.series, c.dose)
      AND NOT EXISTS (SELECT FROM recall_stop s WHERE s.notice_id = n.id)
) told ON true
WHERE c.round_id = %(round)s ORDER BY v.name_kana, c.id OFFSET %(first)s LIMIT %(most)s
""",
    "c.resident_id",
    "v",
)


@dataclass(frozen=True, slots=True)
class Overdue(Roster):
    """The people of one round by reading."""

    round: Round

    form: ClassVar = "F15"
    purpose: ClassVar = "接種の勧奨"
    action: ClassVar = "recall.roster_printed"

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Which round, as of which day."""
        return (
            ("勧奨", f"{self.round.id}番（{self.round.name}）"),
            ("基準日", in_era(self.round.base_on)),
        )

    def number(self) -> int:
        """How many people."""
        [(found,)] = rows(HOW_MANY, {"round": self.round.id})
        return int(found)

    def lines(self, first: int = 0, most: int | None = None) -> list[Line]:
        """One line a person."""
        asked = {"round": self.round.id, "first": first, "most": most}
        return [_line(row) for row in rows(CANDIDATES, asked)]


def _line(row: tuple[Any, ...]) -> Line:
    resident, number, is_guarded, name, kana, born_on, address, building, *asked = row
    series, dose, last_on, newest, letters = asked
    values = (
        number,
        registered(name),
        registered(kana),
        born_on,
        home(address, building, is_guarded=is_guarded),
        series_name(series),
        f"{dose}回目",
        last_on,
        newest.astimezone(TOKYO).date() if newest else None,
        str(letters),
    )
    return Line(resident, number, values)
