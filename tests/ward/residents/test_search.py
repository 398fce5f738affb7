"""Finding somebody by what a clerk knows, as the register or the person writes it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ward.residents.registry import file_of, person, take_in

from sesshu.foundation.walls import Place
from sesshu.ward.residents.keys import (
    READING,
    WRITTEN,
    home_key,
    name_keys,
    parts_of_word,
    typed_words,
)
from sesshu.ward.residents.queries import Search, search

HOME = "東京都世田谷区"
PEOPLE = [
    person(1, name="髙橋　葵", name_kana="タカハシ　アオイ", birth_on=date(2019, 5, 1)),
    person(
        2,
        name="高橋　一郎",
        name_kana="タカハシ　イチロウ",
        address="東京都世田谷区世田谷四丁目21番2号",
    ),
    person(3, name="大野　陽", name_kana="オオノ　ヨウ", building="桜ハイツ101号室"),
    person(4, name="小野　翔", name_kana="オノ　ショウ", phone="09000001111"),
    person(5, name="中島　優子", name_kana="ナカジマ　ユウコ", former_family_name="渡邉"),
    person(6, name="永野　修", name_kana="ナガノ　オサム"),
    person(7, name="林　翔太", name_kana="ハヤシ　ショウタ"),
    person(8, name="小林　翔大", name_kana="コバヤシ　ショウタ"),
    person(
        9,
        name="NGUYEN THI THU HA",
        name_kana="グエン ティ トゥ ハ",
        is_foreign=True,
        alphabet_name="NGUYEN THI THU HA",
        alias="山本　春",
        alias_kana="ヤマモト　ハル",
    ),
    person(
        10,
        name="𠮷田　辻\U000e0101",
        name_kana="ヨシダ　ツジ",
        address="東京都世田谷区玉川田園調布一丁目2番3号",
    ),
    person(11, name="斉藤　仁", name_kana="サイトウ　ジン"),
    person(12, name="斎藤　仁", name_kana="サイトウ　ジン"),
    person(
        13,
        name="高山　守",
        name_kana="タカヤマ　マモル",
        protection="1",
        protection_from=date(2026, 1, 5),
        household_number="0070009999",
        address="東京都世田谷区砧八丁目9番9号",
        phone="08099998888",
    ),
]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registry") / "file.csv"


@pytest.fixture
def town(ward: Place, people: Path) -> Place:
    """世田谷区 with `PEOPLE`; they are taken in once for the module."""
    if not people.exists():
        take_in(file_of(people, *PEOPLE))
    return ward


def found(**terms: object) -> list[int]:
    return [int(row.atena_number) for row in search(Search(**terms)).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kana", "numbers"),
    [
        ("タカハシ", [1, 2]),
        ("たかはし　あおい", [1]),
        ("ﾀｶﾊｼ ｱｵｲ", [1]),
        ("タカハシアオイ", [1]),
        ("アオイ タカハシ", [1]),
        ("タカ", [1, 2, 13]),
        ("タ", [1, 2, 13]),
        ("ハシ", [1, 2]),
        ("オオノ", [3, 4]),
        ("オーノ", [3, 4]),
        ("ナカシマ", [5]),
        ("ナカジマ ユーコ", [5]),
        ("ナガノオサム", [6]),
        ("オサム", [6]),
        ("シヨウタ", [7, 8]),
        ("ヤマモト", [9]),
        ("グエン", [9]),
        ("ヴィクトル", []),
        ("タカハシ ハナコ", []),
    ],
)
def test_a_reading_is_found_however_it_is_typed(town: Place, kana: str, numbers: list[int]) -> None:
    assert sorted(found(kana=kana)) == numbers


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("高橋", [1, 2]),
        ("髙橋", [1, 2]),
        ("髙橋　葵", [1]),
        ("高橋葵", [1]),
        ("橋", [1, 2]),
        ("翔", [4, 7, 8]),
        ("翔太", [7]),
        ("吉田", [10]),
        ("辻", [10]),
        ("渡辺", [5]),
        ("斉藤", [11]),
        ("斎藤", [12]),
        ("nguyen", [9]),
        ("ＴＨＩ　ＨＡ", [9]),
        ("山本春", [9]),
        ("存在しない", []),
    ],
)
def test_a_name_is_found_in_every_variant_of_its_kanji(
    town: Place, name: str, numbers: list[int]
) -> None:
    assert sorted(found(name=name)) == numbers


def test_whose_whole_name_fits_comes_before_whose_name_has_it_as_a_part(town: Place) -> None:
    assert found(name="林") == [7, 8]


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        ("世田谷4-21-2", [2]),
        ("世田谷４丁目２１番２号", [2]),
        ("玉川田園調布", [10]),
        ("玉川田園調布1-2", [10]),
        ("玉川1-2", []),
        ("世田谷4-21-27 桜ハイツ101", [3]),
        ("千葉県船橋市", []),
    ],
)
def test_an_address_is_found_as_people_say_it(
    town: Place, address: str, numbers: list[int]
) -> None:
    assert sorted(found(address=address)) == numbers


def test_an_address_without_a_lot_finds_everybody_of_the_town(town: Place) -> None:
    assert {1, 2, 3} <= set(found(address="世田谷"))
    assert 10 not in found(address="世田谷")


@pytest.mark.parametrize("phone", ["09000001111", "090-0000-1111", "０９０ ００００ １１１１"])
def test_a_phone_number_is_found_in_any_grouping(town: Place, phone: str) -> None:
    assert found(phone=phone) == [4]


@pytest.mark.parametrize("number", ["0000000006", "6", "000000000000006"])
def test_an_atena_number_is_found_with_and_without_its_zeros(town: Place, number: str) -> None:
    assert found(atena_number=number) == [6]


@pytest.mark.parametrize("number", ["x", "1234567890123456", "99"])
def test_a_number_nobody_has_finds_nobody(town: Place, number: str) -> None:
    assert found(atena_number=number) == []


def test_all_that_is_given_has_to_hold(town: Place) -> None:
    assert found(kana="タカ", born_on=date(2019, 5, 1)) == [1]
    assert found(kana="タカ", born_on=date(2019, 5, 2)) == []
    assert found(born_on=date(2019, 5, 1), atena_number="2") == []


@pytest.mark.parametrize("terms", [{}, {"kana": " "}, {"name": "・"}])
def test_nothing_asked_finds_nobody(town: Place, terms: dict[str, str]) -> None:
    assert search(Search(**terms)).rows == ()  # type: ignore[arg-type]


def test_a_list_that_is_too_long_says_so(town: Place) -> None:
    assert search(Search(kana="タカハシ"), limit=1).more
    result = search(Search(kana="タ"), limit=1)
    assert (len(result.rows), result.more) == (1, True)
    assert not search(Search(kana="タカハシ"), limit=2).more


def test_a_protected_resident_is_found_by_name_without_contact(town: Place) -> None:
    (row,) = search(Search(kana="タカヤマ")).rows
    assert (row.protected, row.address) == (True, None)


@pytest.mark.parametrize("terms", [{"address": "砧8-9-9"}, {"phone": "08099998888"}])
def test_a_protected_resident_and_a_stranger_are_not_found_alike(
    town: Place, terms: dict[str, str]
) -> None:
    stranger = {name: text.replace("9", "7") for name, text in terms.items()}
    protected, nobody = search(Search(**terms)), search(Search(**stranger))  # type: ignore[arg-type]
    assert protected == nobody
    by_both = search(Search(kana="タカヤマ", **terms))  # type: ignore[arg-type]
    assert by_both == nobody


@pytest.mark.parametrize(
    "text", ["%", "_", "'; DROP TABLE resident; --", '"', "\\", "{}", "一" * 500]
)
def test_whatever_is_typed_is_only_ever_looked_for(town: Place, text: str) -> None:
    assert search(Search(name=text, kana=text, address=text)).rows == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_keys_stand_in_an_array_without_being_quoted_again(name: str, kana: str) -> None:
    keys = name_keys([name], [kana])
    for array in keys:
        words = array.removeprefix("{").removesuffix("}").split(",") if array != "{}" else []
        assert all(word[0] == word[-1] == '"' for word in words)
        assert not any(set(word[1:-1]) & set('"\\{}') for word in words)


@given(
    st.text(alphabet="アイウオカキクケコガノユヨッョータナンヴ　", min_size=1, max_size=12),
    st.data(),
)
def test_any_part_of_a_reading_finds_it(kana: str, data: st.DataObject) -> None:
    indexed = name_keys([], [kana])
    for forms in typed_words(READING, kana):
        form = data.draw(st.sampled_from(forms))
        at = data.draw(st.integers(0, max(0, len(form) - 2)))
        part = form[at : at + 2]
        assert len(part) < 2 or all(
            f'"{gram}"' in indexed.grams for gram in parts_of_word(READING, part)
        )


@given(st.text(alphabet="髙高橋山﨑邉田𠮷中　", min_size=1, max_size=8))
def test_any_single_kanji_of_a_name_finds_it(name: str) -> None:
    indexed = name_keys([name], []).grams
    for (key,) in typed_words(WRITTEN, name):
        assert all(
            f'"{gram}"' in indexed
            for character in key
            for gram in parts_of_word(WRITTEN, character)
        )


@given(
    st.sampled_from(["世田谷四丁目", "砧公園", "玉川田園調布一丁目", "北沢2丁目"]),
    st.integers(1, 9999),
    st.integers(1, 9999),
)
def test_the_short_way_to_the_key_of_an_address_is_the_long_way(
    street: str, block: int, number: int
) -> None:
    registered = home_key(f"{HOME}{street}{block}番{number}号", None, HOME)
    assert registered == home_key(f"{HOME}{street}{block}番{number}号 ", None, HOME)
