"""The pages of 名寄せ: two 宛名 side by side, two people, and the list from which a merge is undone."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse
from doses_of_tests import correct, mr1, pcv, record
from ledger_of_tests import last_entry
from merges_of_tests import merge, undo
from residents_of_tests import shelter
from staff_of_tests import Staff, employ
from ward.residents.registry import file_of, person, take_in, work_off

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.matching import operations
from sesshu.ward.matching.models import MergedResident, PairApart
from sesshu.ward.matching.queries import likely_pairs
from sesshu.ward.records.queries import doses_of
from sesshu.ward.residents.queries import Search, search

BORN = date(2025, 3, 1)
CHILD = {"name": "森　緑", "name_kana": "モリ　ミドリ", "birth_on": BORN}
TWIN = CHILD | {"name": "森　翠"}
SAID = {"reason": "母子健康手帳で確かめた"}
COUNTER = "?purpose=counter"


@pytest.fixture
def town(fresh_ward: Place, tmp_path: Path) -> Place:
    """A child twice (1 and 2), a twin read the same (3), somebody else (4)."""
    people = [person(1, **CHILD), person(2, **CHILD), person(3, **TWIN), person(4, name="林　陽")]
    take_in(file_of(tmp_path / "people.csv", *people))
    return fresh_ward


@pytest.fixture
def clerk(town: Place) -> Staff:
    return employ("入力 花子", Duty.ENTRY)


@pytest.fixture
def checker(town: Place) -> Staff:
    return employ("確認 次郎", Duty.CHECK)


def number(atena: int) -> int:
    (found,) = search(Search(atena_number=str(atena))).rows
    return found.id


def get(staff: Staff, path: str) -> str:
    answer = staff.client().get(f"/131121/{path}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def post(staff: Staff, path: str, **said: object) -> HttpResponse:
    return staff.client().post(f"/131121/{path}", said)


def compare_path(one: int, other: int) -> str:
    return f"residents/{number(one)}/same-person/{number(other)}/"


def ask(clerk: Staff, one: int = 1, other: int = 2) -> int:
    """A clerk asks to merge; the number of the proposal."""
    answer = post(clerk, compare_path(one, other), finding=number(one), **SAID)
    assert answer.status_code == 302, answer.content.decode()
    proposal = operations.Proposal.objects.filter(kind=operations.MERGE_KIND).latest("pk")
    return proposal.pk


def decide(checker: Staff, proposal: int, decision: str = "approve") -> HttpResponse:
    """The colleague decides about what the page shows."""
    page = get(checker, f"merge-checks/{proposal}/")
    shown = re.search(r'name="shown_sha256" value="(\w+)"', page)
    assert shown
    said = {"decision": decision, "shown_sha256": shown[1], "reason": "手帳を見る"}
    return post(checker, f"merge-checks/{proposal}/", **said)


def test_a_clerk_asks_and_another_merges(clerk: Staff, checker: Staff) -> None:
    first = post(clerk, f"residents/{number(1)}/same-person/{COUNTER}", atena_number="２")
    assert first["Location"] == f"/131121/{compare_path(1, 2)}{COUNTER}"
    page = get(clerk, compare_path(1, 2))
    assert page.count("一致</span>") == 4

    answer = decide(checker, ask(clerk))

    assert answer.status_code == 302
    held = MergedResident.objects.get()
    assert (held.kept_id, held.merged_id) == (number(1), number(2))


def test_the_page_of_either_number_tells_of_the_other(clerk: Staff) -> None:
    record(pcv(number(2), date(2025, 6, 2)))
    merge(number(1), number(2))

    page = get(clerk, f"residents/{number(1)}/{COUNTER}")

    assert "同じ人の宛名があります" in page
    assert "プレベナー20" in page
    assert "もう一つの宛名" in page
    assert set(last_entry().subjects) == {number(1), number(2)}


def test_a_dose_is_corrected_on_the_page_of_its_own_number(clerk: Staff) -> None:
    record(pcv(number(2), date(2025, 6, 2)))
    merge(number(1), number(2))
    [dose] = doses_of(number(1))

    page = get(clerk, f"residents/{number(1)}/{COUNTER}")

    own = f"/residents/{number(2)}/doses/{dose.id}/"
    assert own in page
    assert f"/residents/{number(1)}/doses/{dose.id}/" not in page
    wrong = clerk.client().get(
        f"/131121/residents/{number(1)}/doses/{dose.id}/correct/?purpose=review"
    )
    assert wrong.status_code == 404


def test_an_undo_leaves_the_pages_as_they_were_byte_for_byte(clerk: Staff) -> None:
    record(pcv(number(2), date(2025, 6, 2)))
    record(mr1(number(1)))
    paths = [
        f"residents/{number(each)}/{part}{COUNTER}"
        for each in (1, 2)
        for part in ("", "household/", "history/")
    ]
    before = [main_of(get(clerk, path)) for path in paths]

    done = merge(number(1), number(2))
    assert main_of(get(clerk, paths[0])) != before[0]
    undo(done.pk)

    assert [main_of(get(clerk, path)) for path in paths] == before


def main_of(page: str) -> str:
    """What a page says; around it stand a new token and how long the sign-in still lasts."""
    return page.partition("<main")[2].partition("</main>")[0]


def test_an_undo_takes_two_people_too(clerk: Staff, checker: Staff) -> None:
    done = merge(number(1), number(2))
    assert "名寄せ中" in get(clerk, "merges/")

    asked = post(clerk, f"merges/{done.pk}/undo/", reason="双子のもう一人だった")
    assert asked.status_code == 302
    proposal = operations.Proposal.objects.latest("pk")
    assert decide(checker, proposal.pk).status_code == 302

    assert not MergedResident.objects.exists()
    assert "双子のもう一人だった" in get(clerk, "merges/")
    assert clerk.client().get(f"/131121/merges/{done.pk}/undo/").status_code == 404


def test_who_is_handed_back_reads_nothing_merged(clerk: Staff, checker: Staff) -> None:
    assert decide(checker, ask(clerk), "decline").status_code == 302

    assert not MergedResident.objects.exists()


def test_an_approval_that_came_too_late_says_so(clerk: Staff, checker: Staff) -> None:
    late = ask(clerk, 2, 3)
    merge(number(1), number(2))

    answer = decide(checker, late)

    assert answer.status_code == 422
    assert "すでに名寄せされています" in answer.content.decode()


def test_two_birth_dates_cannot_be_merged_and_the_page_says_what_to_do(clerk: Staff) -> None:
    page = get(clerk, compare_path(1, 4))

    assert "生年月日の訂正を依頼" in page
    assert "を残します" not in page
    answer = post(clerk, compare_path(1, 4), finding=number(1), **SAID)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1", "この方自身の宛名番号です"), ("999", "見つかりません"), ("0", "15桁までの数字")],
)
def test_a_number_that_is_no_other_persons_is_refused(clerk: Staff, typed: str, said: str) -> None:
    answer = post(clerk, f"residents/{number(1)}/same-person/", atena_number=typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_same_dose_under_both_is_pointed_out(clerk: Staff) -> None:
    record(mr1(number(1)))
    record(mr1(number(2)))

    assert "同じ接種が両方の宛名にあるようです" in get(clerk, compare_path(1, 2))


def test_the_page_says_that_it_cannot_see_numbers(clerk: Staff) -> None:
    assert "個人番号が違う2人は、ほかがすべて同じでも別人です" in get(clerk, compare_path(1, 2))


def pairs(*, with_guarded: bool = False) -> set[tuple[int, int]]:
    found = likely_pairs(with_guarded=with_guarded)
    return {(pair.first_id, pair.second_id) for pair in found}


def looked_through(clerk: Staff) -> None:
    assert post(clerk, "merges/likely/find/").status_code == 302
    work_off()


def test_the_whole_ward_is_looked_through_for_likely_pairs(clerk: Staff) -> None:
    looked_through(clerk)

    assert pairs() == {(number(1), number(2)), (number(1), number(3)), (number(2), number(3))}
    page = get(clerk, "merges/likely/")
    assert "同じ人かもしれない宛名　3件" in page
    assert page.index(compare_path(1, 2)) < page.index(compare_path(1, 3))


def test_who_was_told_apart_is_not_shown_again(clerk: Staff) -> None:
    looked_through(clerk)

    for _ in range(2):
        answer = post(clerk, compare_path(3, 1), finding="apart", reason="双子")
        assert answer.status_code == 302

    assert PairApart.objects.count() == 1
    assert pairs() == {(number(1), number(2)), (number(2), number(3))}


def test_who_was_merged_is_not_shown_until_the_undo(clerk: Staff) -> None:
    looked_through(clerk)
    done = merge(number(1), number(2))
    assert (number(1), number(2)) not in pairs()

    undo(done.pk)

    assert (number(1), number(2)) in pairs()


def test_a_second_look_the_same_day_is_the_same_run(clerk: Staff) -> None:
    looked_through(clerk)
    before = pairs()

    looked_through(clerk)

    assert pairs() == before


def test_a_pair_with_somebody_protected_is_shown_to_their_duty_alone(clerk: Staff) -> None:
    looked_through(clerk)
    shelter(number(3))

    guardian = employ("支援 三郎", Duty.GUARDED)
    assert "同じ人かもしれない宛名　1件" in get(clerk, "merges/likely/")
    assert "同じ人かもしれない宛名　3件" in get(guardian, "merges/likely/")


def test_the_search_marks_who_has_another_number(clerk: Staff) -> None:
    merge(number(1), number(2))

    answer = clerk.client().post(
        "/131121/residents/", {"purpose": "counter", "kana": "モリ ミドリ"}, follow=True
    )

    assert answer.content.decode().count("同じ人の宛名あり") == 2


def test_a_correction_that_waits_shows_under_every_number(clerk: Staff) -> None:
    dose = record(pcv(number(2), date(2025, 6, 2)))
    merge(number(1), number(2))
    correct(dose, pcv(number(2), date(2025, 6, 2), lot="ZZ9999"))

    assert "確認を待っている" in get(clerk, f"residents/{number(1)}/{COUNTER}")
