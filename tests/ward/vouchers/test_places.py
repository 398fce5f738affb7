"""Where each sheet of a run lies, whoever is in it: order of the post, envelopes, batches (V024)."""

from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any
from unittest import mock

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.ages import reach_years
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.jobs import places
from sesshu.ward.vouchers.jobs.places import ADULT, COLUMNS, EXCEPTIONS, placed

UNTIL = date(2026, 12, 31)
TOGETHER = Conditions(series=("PCV",), until_on=UNTIL)
ALONE = Conditions(series=("PCV",), until_on=UNTIL, merge_households=False)
NO_FACE = "\U0010fffd"
"""A character that no face of ours holds."""
Letter = dict[str, Any]


def letter(candidate: int, resident: int, **others: Any) -> Letter:
    return {
        "candidate_id": candidate,
        "resident_id": resident,
        "is_guarded": "f",
        "series": "PCV",
        "dose": 1,
        "version_id": resident,
        "household_number": str(resident),
        "birth_on": date(2026, 10, 1),
        "name": "見本 花子",
        "mail_name": "",
        "postal_code": "1540017",
        "address": "世田谷四丁目21番27号",
    } | others


def laid(letters: list[Letter], conditions: Conditions = TOGETHER) -> dict[int, dict[str, Any]]:
    """The place of every candidate."""
    frame = pl.DataFrame(letters, schema=COLUMNS, orient="row")
    with mock.patch.object(places.bulk, "fetch", return_value=frame):
        return {row["candidate_id"]: row for row in placed(1, conditions).iter_rows(named=True)}


PEOPLE = st.fixed_dictionaries(
    {
        "is_guarded": st.sampled_from("fffft"),
        "household_number": st.sampled_from(["1", "2", None]),
        "birth_on": st.sampled_from([date(2026, 10, 1), date(2010, 12, 31), date(1950, 4, 1)]),
        "name": st.sampled_from(["見本 花子", "見本 太郎", f"見本{NO_FACE}"]),
        "mail_name": st.sampled_from(["", "施設長"]),
        "postal_code": st.sampled_from(["1540017", "1570066", ""]),
        "address": st.sampled_from(["世田谷四丁目21番27号", "砧八丁目9番9号"]),
    }
)
SHEETS = st.lists(st.tuples(st.sampled_from(["BCG", "PCV"]), st.integers(1, 4)), unique=True)


@st.composite
def letters_of_a_run(draw: st.DrawFn) -> list[Letter]:
    found: list[Letter] = []
    for resident, who in enumerate(draw(st.lists(PEOPLE, max_size=8)), start=1):
        for series, dose in draw(SHEETS):
            sheet = letter(len(found) + 1, resident, series=series, dose=dose) | who
            found.append(sheet)
    return draw(st.permutations(found))


RUNS = letters_of_a_run()


@given(letters=RUNS)
def test_every_sheet_has_one_place_and_every_page_one_sheet(letters: list[Letter]) -> None:
    found = laid(letters)
    assert set(found) == {each["candidate_id"] for each in letters}
    pages = [(row["batch"], row["page"]) for row in found.values()]
    assert len(set(pages)) == len(pages)
    in_batch = defaultdict(list)
    for batch, page in pages:
        in_batch[batch].append(page)
    for of_batch in in_batch.values():
        assert sorted(of_batch) == list(range(1, len(of_batch) + 1))


@given(letters=RUNS)
def test_sheets_of_people_who_are_not_guarded_lie_by_postal_code(letters: list[Letter]) -> None:
    found = laid(letters)
    by_id = {each["candidate_id"]: each for each in letters}
    ordinary = [row for row in found.values() if row["batch"] > 0 and not row["is_guarded"]]
    ordinary.sort(key=lambda row: (row["batch"], row["page"]))
    codes = [by_id[row["candidate_id"]]["postal_code"] for row in ordinary]
    assert codes == sorted(codes)


@given(letters=RUNS, pages=st.integers(1, 6))
def test_an_envelope_lies_on_pages_in_a_row_of_one_batch(letters: list[Letter], pages: int) -> None:
    with mock.patch.object(places, "PAGES_IN_A_BATCH", pages):
        found = laid(letters)
    inside = defaultdict(list)
    for row in found.values():
        if row["batch"] != EXCEPTIONS:
            inside[row["is_guarded"], row["envelope"]].append((row["batch"], row["page"]))
    for where in inside.values():
        where.sort()
        assert len({batch for batch, _ in where}) == 1
        assert all(after - before == 1 for (_, before), (_, after) in pairwise(where))


@given(letters=RUNS, pages=st.integers(1, 6))
def test_a_batch_is_longer_than_allowed_only_for_one_envelope(
    letters: list[Letter], pages: int
) -> None:
    with mock.patch.object(places, "PAGES_IN_A_BATCH", pages):
        found = laid(letters)
    batches = defaultdict(list)
    for row in found.values():
        batches[row["batch"]].append(row["envelope"])
    batches.pop(EXCEPTIONS, None)
    for envelopes in batches.values():
        assert len(envelopes) <= pages or len(set(envelopes)) == 1


@given(letters=RUNS, conditions=st.sampled_from([TOGETHER, ALONE]))
def test_whoever_shares_an_envelope_is_one_person_or_children_of_one_home(
    letters: list[Letter], conditions: Conditions
) -> None:
    by_id = {each["candidate_id"]: each for each in letters}
    inside = defaultdict(list)
    for candidate, row in laid(letters, conditions).items():
        if row["batch"] != EXCEPTIONS:
            inside[row["is_guarded"], row["envelope"]].append(by_id[candidate])
    for sheets in inside.values():
        if len({sheet["resident_id"] for sheet in sheets}) > 1:
            assert conditions.merge_households
            assert all(is_child(sheet) and sheet["is_guarded"] == "f" for sheet in sheets)
            assert len({home(sheet) for sheet in sheets}) == 1
            assert sheets[0]["household_number"] is not None


@given(letters=RUNS)
def test_all_sheets_of_a_person_are_in_one_envelope_by_series_and_dose(
    letters: list[Letter],
) -> None:
    by_id = {each["candidate_id"]: each for each in letters}
    own = defaultdict(list)
    for candidate, row in laid(letters).items():
        if row["batch"] != EXCEPTIONS:
            sheet = by_id[candidate]
            place = (row["page"], sheet["series"], sheet["dose"], row["envelope"])
            own[sheet["resident_id"]].append(place)
    for sheets in own.values():
        sheets.sort()
        assert len({envelope for *_, envelope in sheets}) == 1
        kinds = [(series, dose) for _, series, dose, _ in sheets]
        assert kinds == sorted(kinds)


@given(letters=RUNS)
def test_guarded_sheets_lie_behind_all_others(letters: list[Letter]) -> None:
    found = laid(letters).values()
    open_ones = [row["batch"] for row in found if not row["is_guarded"]]
    guarded = [row["batch"] for row in found if row["is_guarded"] and row["batch"] != EXCEPTIONS]
    assert not set(open_ones) & set(guarded)
    assert max(open_ones, default=0) < min(guarded, default=10**6)


@given(letters=RUNS)
def test_what_no_face_holds_is_made_by_hand_with_its_character_named(
    letters: list[Letter],
) -> None:
    by_id = {each["candidate_id"]: each for each in letters}
    for candidate, row in laid(letters).items():
        lacking = NO_FACE in by_id[candidate]["name"]
        assert (row["batch"] == EXCEPTIONS) is lacking
        assert row["missing_glyph"] == ("U+10FFFD" if lacking else None)


def test_a_run_of_nobody_has_no_places() -> None:
    assert laid([]) == {}


@pytest.mark.parametrize(
    ("birth_on", "together"),
    [(date(2010, 12, 31), False), (date(2011, 1, 1), False), (date(2011, 1, 2), True)],
)
def test_from_sixteen_on_a_letter_is_ones_own(birth_on: date, *, together: bool) -> None:
    home_of = {"household_number": "7", "birth_on": birth_on}
    found = laid([letter(1, 1, **home_of), letter(2, 2, **home_of)])
    assert (found[1]["envelope"] == found[2]["envelope"]) is together


def is_child(sheet: Letter) -> bool:
    return reach_years(sheet["birth_on"], ADULT) > UNTIL


def home(sheet: Letter) -> tuple[Any, ...]:
    return tuple(
        sheet[name] for name in ("household_number", "postal_code", "address", "mail_name")
    )
