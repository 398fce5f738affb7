"""予防接種台帳: every dose that the law asks a record of, with all its items (法9条の3, 規則3条; F16).

The 個人番号, which 施行規則第3条 names too, is known to linkage alone and is found by the 宛名番号.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sesshu.ui.dates import in_era
from sesshu.ward.records.web.words import in_ml
from sesshu.ward.rosters.lines import (
    HELD_BACK,
    Line,
    Roster,
    home,
    registered,
    rows,
    series_name,
    sex_of,
)

# As registered on the day of the dose; the contact of protected people lies elsewhere.
RECORDED = """
SELECT {what}
FROM current_dose c JOIN dose d ON d.id = c.dose_id JOIN resident r ON r.id = d.resident_id
LEFT JOIN dose_particulars p ON p.proposal_id = d.particulars_of_id AND NOT r.is_guarded
{joined}
WHERE d.outcome = 'given' AND d.legal IN ('routine_a', 'routine_b', 'special')
  AND c.given_on BETWEEN %(from_on)s AND %(until_on)s AND (%(series)s = '' OR d.series = %(series)s)
"""
STATE = """
JOIN LATERAL (
    SELECT t.* FROM resident_timeline t
    WHERE t.resident_id = r.id AND t.superseded_at IS NULL AND NOT t.is_revoked
    ORDER BY t.valid_from > d.given_on, abs(t.valid_from - d.given_on) LIMIT 1
) v ON true
"""
HOW_MANY = RECORDED.format(what="count(*)", joined="")
DOSES = (
    RECORDED.format(
        what="""d.resident_id, r.atena_number, r.is_guarded, d.given_on, v.name, v.sex, v.birth_on, v.address,
    v.building, d.series, d.dose_number, d.vaccine_name, d.lot, d.volume_ml, p.doctor, p.provider_name""",
        joined=STATE,
    )
    + "ORDER BY c.given_on, d.id OFFSET %(first)s LIMIT %(most)s"
)


@dataclass(frozen=True, slots=True)
class Register(Roster):
    """The doses between two days, both included; of one series, or of all."""

    from_on: date
    until_on: date
    series: str = ""

    form: ClassVar = "F16"
    purpose: ClassVar = "予防接種台帳の作成"
    action: ClassVar = "register.printed"

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Between which days, of which series."""
        days = f"{in_era(self.from_on)}から{in_era(self.until_on)}まで"
        return (
            ("接種日", days),
            ("予防接種", series_name(self.series) if self.series else "すべて"),
        )

    def number(self) -> int:
        """How many doses."""
        [(found,)] = rows(HOW_MANY, self._values())
        return int(found)

    def lines(self, first: int = 0, most: int | None = None) -> list[Line]:
        """The doses by day."""
        return [_line(row) for row in rows(DOSES, self._values() | {"first": first, "most": most})]

    def _values(self) -> dict[str, Any]:
        return {"from_on": self.from_on, "until_on": self.until_on, "series": self.series}


def _line(row: tuple[Any, ...]) -> Line:
    resident, number, is_guarded, given_on, name, sex, born_on, address, building, *dose = row
    series, ordinal, vaccine, lot, volume, doctor, provider = dose
    values = (
        given_on,
        number,
        registered(name),
        sex_of(sex),
        born_on,
        home(address, building, is_guarded=is_guarded),
        f"{series_name(series)}{f' {ordinal}回目' if ordinal else ''}",
        " ".join(filter(None, (vaccine, lot))),
        in_ml(volume),
        HELD_BACK if is_guarded else registered(doctor),
        HELD_BACK if is_guarded else registered(provider),
    )
    return Line(resident, number, values)
