"""What the letters of a batch say, whoever shares an envelope: nothing left out, nothing twice (V024)."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.documents.notice import Letter
from sesshu.documents.notice.household import MOST_LINES
from sesshu.foundation.walls import Place, enter
from sesshu.schedule.load import current
from sesshu.ward.vouchers.covers import Enclosed, letters_of

ON = date(2026, 11, 20)
BABY, GROWN = date(2026, 10, 1), date(1950, 4, 1)
SERIES = ("BCG", "DPT-IPV-Hib", "HBV", "PCV", "FLU")
LAST = date(2027, 9, 30)


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    with enter(Place("131121", "ward")):
        yield


def enclosed(envelope: int = 1, resident: int = 1, **others: object) -> Enclosed:
    said: dict[str, object] = {
        "envelope": envelope,
        "resident_id": resident,
        "name": f"見本 {resident}",
        "born_on": BABY,
        "series": "BCG",
        "dose": 1,
        "last_on": LAST,
        "mail_name": "",
        "postal_code": "1540017",
        "address": "世田谷四丁目21番27号",
        "building": None,
    }
    return Enclosed(**said | others)  # type: ignore[arg-type]


@st.composite
def batches(draw: st.DrawFn) -> list[Enclosed]:
    """Sheets in the order of their pages: by envelope, person, series and dose."""
    found: list[Enclosed] = []
    resident = 0
    for envelope in range(1, draw(st.integers(1, 4)) + 1):
        for _ in range(draw(st.integers(1, 3))):
            resident += 1
            for series in draw(st.lists(st.sampled_from(SERIES), min_size=1, unique=True)):
                doses = range(1, draw(st.integers(1, 4)) + 1)
                found += [enclosed(envelope, resident, series=series, dose=dose) for dose in doses]
    return found


@given(sheets=batches())
def test_every_sheet_is_told_of_on_one_line_of_its_own_envelope(sheets: list[Enclosed]) -> None:
    told: dict[tuple[int, str, str], int] = {}
    for envelope, letter in letters_of(sheets, 1, ON, current()):
        for subject in letter.subjects:
            for matter in subject.matters:
                line = (envelope, subject.name.text, matter.series)
                assert line not in told
                told[line] = int(matter.note.removeprefix("予診票").removesuffix("枚を同封"))
    asked: dict[tuple[int, str, str], int] = {}
    for sheet in sheets:
        line = (sheet.envelope, sheet.name, current().series[sheet.series].name)
        asked[line] = asked.get(line, 0) + 1
    assert told == asked


@given(sheets=batches())
def test_letters_lie_in_the_order_of_the_envelopes_and_fit_their_pages(
    sheets: list[Enclosed],
) -> None:
    made = list(letters_of(sheets, 3, ON, current()))
    order = [envelope for envelope, _ in made]
    assert order == sorted(order)
    assert set(order) == {sheet.envelope for sheet in sheets}
    for envelope, letter in made:
        many = sum(sheet.envelope == envelope for sheet in sheets)
        assert letter.number == f"第3束　封筒{envelope}　予診票{many}枚"
        assert sum(len(subject.matters) for subject in letter.subjects) <= MOST_LINES


@given(sheets=batches())
def test_an_envelope_has_one_reader(sheets: list[Enclosed]) -> None:
    for envelope in {sheet.envelope for sheet in sheets}:
        own = [letter for at, letter in letters_of(sheets, 1, ON, current()) if at == envelope]
        readers = {(one.name.text, one.address, one.honorific, one.wording) for one in own}
        assert len(readers) == 1


def only(*sheets: Enclosed) -> Letter:
    [(_, letter)] = letters_of(list(sheets), 1, ON, current())
    return letter


@pytest.mark.parametrize(
    ("others", "honorific"),
    [
        ({}, "様（保護者）"),
        ({"born_on": GROWN}, "様"),
        ({"born_on": date(2010, 11, 20)}, "様"),
        ({"born_on": date(2010, 11, 22)}, "様（保護者）"),
        ({"mail_name": "施設長"}, "様"),
    ],
)
def test_a_child_is_written_to_through_a_parent(others: dict[str, object], honorific: str) -> None:
    letter = only(enclosed(**others))
    assert letter.honorific == honorific
    assert letter.name.text == (others.get("mail_name") or "見本 1")


@pytest.mark.parametrize(
    ("series", "wording"),
    [(("BCG",), "first_a"), (("FLU",), "first_b"), (("FLU", "BCG"), "first_a")],
)
def test_the_words_are_those_of_the_category(series: tuple[str, ...], wording: str) -> None:
    assert only(*(enclosed(series=one) for one in series)).wording == wording


def test_doses_with_one_last_day_say_it_and_others_point_to_the_sheet() -> None:
    same = only(*(enclosed(series="HBV", dose=dose) for dose in (1, 2, 3)))
    [matter] = same.subjects[0].matters
    assert (matter.dose, matter.until) == ("1〜3回目", "令和9年9月30日まで")
    differing = only(enclosed(dose=1), enclosed(dose=2, last_on=date(2027, 10, 1)))
    assert differing.subjects[0].matters[0].until == "予診票の有効期限まで"
    endless = only(enclosed(last_on=None))
    assert endless.subjects[0].matters[0].until == ""


def test_lines_of_an_address_that_are_not_there_take_no_room() -> None:
    assert only(enclosed()).address.lines == ("世田谷四丁目21番27号",)
    assert only(enclosed(building="101")).address.lines == ("世田谷四丁目21番27号", "101")
    nowhere = only(enclosed(postal_code="", address=None)).address
    assert (nowhere.postal_code, nowhere.lines) == ("", ())
