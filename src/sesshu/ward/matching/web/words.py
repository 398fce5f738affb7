"""A comparison of two 宛名 in the words of a page."""

from typing import NamedTuple

from sesshu.kernel.matching import Agreement, Candidate
from sesshu.ui.dates import in_both_calendars
from sesshu.ward.matching.queries import Comparison
from sesshu.ward.residents.queries import Resident
from sesshu.ward.residents.web.chips import Chip
from sesshu.wire.residents.codes import TITLES

HELD_BACK = "担当課へお問い合わせください"
NOTHING = "―"
AGREEMENTS = {
    Agreement.EQUAL: Chip("一致", "green"),
    Agreement.ALIKE: Chip("似ている", "yellow"),
    Agreement.DIFFERENT: Chip("違う", "red"),
    Agreement.UNKNOWN: Chip("比べられない", "gray"),
}


class Line(NamedTuple):
    """One item of both sides; `chip` where it is one of the four items."""

    label: str
    one: str
    other: str
    chip: Chip | None


def lines_of(found: Comparison) -> tuple[Line, ...]:
    """The four items with their agreement, and what else tells two people apart."""
    said = found.agreement
    agreements = {"氏名": said.name, "生年月日": said.birth, "性別": said.sex, "住所": said.home}
    sides = (_side(found.one, found.doses[0]), _side(found.other, found.doses[1]))
    return tuple(
        Line(
            label,
            one,
            sides[1][label],
            AGREEMENTS[agreements[label]] if label in agreements else None,
        )
        for label, one in sides[0].items()
    )


def agreements_of(agreement: Candidate) -> str:
    """The four items in one short line."""
    items = (
        ("氏名", agreement.name),
        ("生年月日", agreement.birth),
        ("性別", agreement.sex),
        ("住所", agreement.home),
    )
    return "・".join(f"{label} {AGREEMENTS[value].label}" for label, value in items)


def _side(resident: Resident, doses: int) -> dict[str, str]:
    return {
        "宛名番号": resident.atena_number,
        "氏名": resident.name,
        "カナ氏名": resident.name_kana,
        "通称・旧氏": _other_names(resident),
        "生年月日": in_both_calendars(resident.birth_on),
        "性別": TITLES["sex"][resident.sex],
        "住所": _home(resident),
        "状態": TITLES["status"][resident.status],
        "接種の記録": f"{doses}件",
    }


def _other_names(resident: Resident) -> str:
    names = (resident.alias, resident.former_family_name, resident.alphabet_name)
    return "、".join(name for name in names if name) or NOTHING


def _home(resident: Resident) -> str:
    if resident.is_guarded:
        return HELD_BACK
    return "　".join(part for part in (resident.address, resident.building) if part) or NOTHING
