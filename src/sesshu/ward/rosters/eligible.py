"""対象者一覧表: whom an issue run gives a voucher (F14)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sesshu.ui.dates import in_era
from sesshu.ward.residents.registered_now import with_registered
from sesshu.ward.rosters.lines import Line, Roster, home, registered, rows, series_name, sex_of
from sesshu.ward.vouchers.at_entry import grouped
from sesshu.ward.vouchers.queries import RunListed

HOW_MANY = """
SELECT count(*) FROM issue_candidate WHERE issue_run_id = %(run)s AND excluded IS NULL
"""
CANDIDATES = with_registered(
    """
SELECT c.resident_id, r.atena_number, r.is_guarded, t.name, t.name_kana, t.birth_on, t.sex, t.address,
       t.building, c.series, c.dose, c.earliest_on, c.last_on, v.number
FROM issue_candidate c JOIN resident r ON r.id = c.resident_id
{registered}
LEFT JOIN voucher v ON v.candidate_id = c.id
WHERE c.issue_run_id = %(run)s AND c.excluded IS NULL
ORDER BY t.birth_on DESC, c.resident_id, c.series, c.dose OFFSET %(first)s LIMIT %(most)s
""",
    "c.resident_id",
    "t",
)


@dataclass(frozen=True, slots=True)
class Eligible(Roster):
    """The people of one issue run, the youngest first."""

    run: RunListed

    form: ClassVar = "F14"
    purpose: ClassVar = "接種券の一斉発行"
    action: ClassVar = "issue.roster_printed"

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Which run, as of which day."""
        return (
            ("一斉発行", f"{self.run.id}番（{self.run.name}）"),
            ("基準日", in_era(self.run.base_on)),
        )

    def number(self) -> int:
        """How many vouchers."""
        [(found,)] = rows(HOW_MANY, {"run": self.run.id})
        return int(found)

    def lines(self, first: int = 0, most: int | None = None) -> list[Line]:
        """One line a voucher."""
        asked = {"run": self.run.id, "first": first, "most": most}
        return [_line(row) for row in rows(CANDIDATES, asked)]


def _line(row: tuple[Any, ...]) -> Line:
    resident, number, is_guarded, name, kana, born_on, sex, address, building, *asked = row
    series, dose, earliest_on, last_on, voucher = asked
    until = f"{in_era(last_on)}まで" if last_on else ""
    values = (
        number,
        registered(name),
        registered(kana),
        born_on,
        sex_of(sex),
        home(address, building, is_guarded=is_guarded),
        series_name(series),
        f"{dose}回目",
        f"{in_era(earliest_on)}から{until}",
        grouped(voucher) if voucher else "",
    )
    return Line(resident, number, values)
