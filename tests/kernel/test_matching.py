"""Matching by the four items: the decision table of number-linkage §6.6, case by case."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.matching import (
    Agreement,
    FourItems,
    Match,
    Verdict,
    four_items,
    match,
    match_numbered,
)

HOME = "東京都世田谷区"
BORN = date(2024, 4, 1)
STREET = "世田谷四丁目21番27号"


def person(
    name: str | None = "髙橋　翔太",
    kana: str | None = "タカハシ　ショウタ",
    sex: str | None = "1",
    born_on: date | None = BORN,
    address: str | None = STREET,
    building: str | None = None,
) -> FourItems:
    """A person by the four items; each may be told otherwise."""
    homes = [(address, building)] if address else []
    return four_items([name], [kana], sex, born_on, homes, HOME)


def against(claim: FourItems, *known: FourItems) -> Match:
    """The decision about a record when the register holds these people, numbered from 1."""
    return match(claim, enumerate(known, 1))


@pytest.mark.parametrize(
    "told",
    [
        person(),
        person(name="高橋 翔太"),
        person(kana="ﾀｶﾊｼ ｼｮｳﾀ"),
        person(kana=None),
        person(address="東京都世田谷区世田谷4-21-27"),
        person(address="世田谷４－２１－２７"),
        person(building="コーポ世田谷 101"),
        person(sex=None),
    ],
)
def test_one_person_equal_in_all_items_is_the_same(told: FourItems) -> None:
    found = against(told, person(), person("鈴木　花", "スズキ　ハナ", "2", date(1990, 1, 1)))

    assert found.verdict is Verdict.SAME
    assert [candidate.id for candidate in found.candidates] == [1]


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("name", person("山本　翔太", "ヤマモト　ショウタ")),
        ("name", person(name=None)),
        ("name", person(kana="タカハシ　ショタ")),
        ("name", person("高橋　将大")),
        ("birth", person(born_on=date(2024, 4, 11))),
        ("birth", person(born_on=date(1994, 4, 1))),
        ("birth", person(born_on=None)),
        ("home", person(address="砧1-2-3")),
        ("home", person(address=None)),
        ("home", person(address="世田谷4-21")),
        ("sex", person(sex="2")),
    ],
)
def test_three_items_are_proposed_and_never_decide(item: str, told: FourItems) -> None:
    found = against(told, person())

    assert found.verdict is Verdict.PROPOSED
    assert getattr(found.candidates[0], item) != Agreement.EQUAL


def test_two_flats_of_one_house_are_not_one_home() -> None:
    told, known = person(building="第一荘 101号室"), person(building="第一荘 202号室")

    assert against(told, known).verdict is Verdict.PROPOSED


@pytest.mark.parametrize(
    "told",
    [
        person("山本　一", "ヤマモト　ハジメ", born_on=date(1950, 2, 3), address="砧1-2-3"),
        person(sex=None, born_on=None, address=None),
        person(born_on=date(1963, 12, 30), address="北沢2-8-18"),
    ],
)
def test_less_is_pending_and_makes_nobody(told: FourItems) -> None:
    assert against(told, person()) == Match(Verdict.PENDING)


@pytest.mark.parametrize(
    "twin",
    [
        person("髙橋　翔大"),
        person("髙橋　健太", "タカハシ　ケンタ"),
        person("髙橋　優", "タカハシ　ユウ", sex="2"),
        person("髙橋　翔大", address=None),
    ],
)
def test_a_twin_beside_makes_a_person_decide(twin: FourItems) -> None:
    found = against(person(), twin, person())

    assert found.verdict is Verdict.PROPOSED
    assert found.candidates[0].id == 2


def test_a_twin_the_register_lacks_is_not_taken_for_the_other() -> None:
    assert against(person("髙橋　翔大"), person()).verdict is Verdict.PROPOSED


def test_somebody_registered_twice_is_shown_twice() -> None:
    found = against(person(), person(), person())

    assert (found.verdict, len(found.candidates)) == (Verdict.PROPOSED, 2)


def test_a_son_named_as_his_father_is_told_from_him_by_birth() -> None:
    father = person("髙橋　翔大", born_on=date(1990, 5, 5))

    found = against(person(), father, person())

    assert (found.verdict, found.candidates[0].id) == (Verdict.SAME, 2)


def test_a_protected_person_is_never_decided_for_ordinary_rows_hold_no_home() -> None:
    found = against(person(), person(address=None))

    assert found.verdict is Verdict.PROPOSED
    assert found.candidates[0].home is Agreement.UNKNOWN


def test_every_name_on_record_counts() -> None:
    known = four_items(
        ["NGUYEN THI HOA", "高橋　花"],
        ["グエン　ティ　ホア", "タカハシ　ハナ"],
        "2",
        BORN,
        [(STREET, None)],
        HOME,
    )

    assert against(person("高橋花", "タカハシハナ", "2"), known).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("pair", "verdict"),
    [
        (("中島", "中嶋"), Verdict.SAME),
        (("斉藤", "斎藤"), Verdict.PROPOSED),
        (("小野", "大野"), Verdict.PROPOSED),
    ],
)
def test_variants_are_one_name_and_look_alikes_two(pair: tuple[str, str], verdict: Verdict) -> None:
    told, known = (person(f"{family}　翔太", None) for family in pair)

    assert against(told, known).verdict is verdict


def by_number(
    claim: FourItems, holder: FourItems, *others: FourItems, has_check_digit: bool = True
) -> Match:
    """The decision when the record bears the number of `holder`, who is numbered 1."""
    known = list(enumerate((holder, *others), 1))
    return match_numbered(claim, known[0], known, has_check_digit=has_check_digit)


@pytest.mark.parametrize(
    ("told", "has_check_digit", "verdict"),
    [
        (person(name=None, kana=None, address=None), True, Verdict.SAME),
        (person("山本　翔太", "ヤマモト　ショウタ", address="砧1-2-3"), True, Verdict.SAME),
        (person("鈴木　花", "スズキ　ハナ"), True, Verdict.PROPOSED),
        (person(born_on=date(2024, 4, 2)), True, Verdict.PROPOSED),
        (person(born_on=None), True, Verdict.PROPOSED),
        (person(address="砧1-2-3"), False, Verdict.SAME),
        (person(name=None, kana=None), False, Verdict.PROPOSED),
        (person("髙橋　翔大"), False, Verdict.PROPOSED),
    ],
)
def test_a_number_decides_with_the_birth_date_unless_the_name_speaks_against_it(
    told: FourItems, verdict: Verdict, *, has_check_digit: bool
) -> None:
    found = by_number(told, person(), has_check_digit=has_check_digit)

    assert (found.verdict, found.candidates[0].id) == (verdict, 1)


def test_a_number_that_contradicts_the_four_items_shows_both_people() -> None:
    found = by_number(person(), person("鈴木　花", "スズキ　ハナ", "2"), person())

    assert found.verdict is Verdict.PROPOSED
    assert [candidate.id for candidate in found.candidates] == [1, 2]


FAMILIES = st.sampled_from(["高橋", "髙橋", "渡辺", "渡邉", "斉藤", "斎藤"])
GIVEN = st.sampled_from(
    [("翔太", "ショウタ"), ("翔大", "ショウタ"), ("健太", "ケンタ"), ("優", "ユウ")]
)
PEOPLE = st.builds(
    lambda family, given_name, sex, day, lot, building: person(
        f"{family}　{given_name[0]}",
        f"カゾク　{given_name[1]}",
        sex,
        date(2024, 4, day),
        f"世田谷4-21-{lot}",
        building,
    ),
    FAMILIES,
    GIVEN,
    st.sampled_from(["1", "2", None]),
    st.integers(1, 3),
    st.integers(1, 2),
    st.sampled_from([None, "101", "102"]),
)


@given(PEOPLE, st.lists(PEOPLE, max_size=6))
def test_whoever_is_decided_is_the_only_one_born_that_day_who_may_be_meant(
    told: FourItems, known: list[FourItems]
) -> None:
    found = against(told, *known)

    if found.verdict is Verdict.SAME:
        chosen = known[found.candidates[0].id - 1]
        others = [other for other in known if other is not chosen and other.born_on == told.born_on]
        assert told.names & chosen.names
        assert all(not other.sounds & told.sounds for other in others)


@given(PEOPLE, st.lists(PEOPLE, max_size=6))
def test_the_order_of_the_register_changes_nothing(told: FourItems, known: list[FourItems]) -> None:
    numbered = list(enumerate(known, 1))

    assert match(told, numbered) == match(told, reversed(numbered))
