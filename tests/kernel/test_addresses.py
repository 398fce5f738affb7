"""Keys of addresses; steps and pairs from the reference (number-linkage §6.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.addresses import AddressKey, address_key, building_key

HOME = "東京都世田谷区"


def key(address: str) -> AddressKey:
    return address_key(address, HOME)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("世田谷区世田谷四丁目21番27号", "世田谷4-21-27"),
        ("世田谷区北沢２ー８ー１８", "北沢2丁目8番18号"),
        ("東京都世田谷区三軒茶屋一丁目", "三軒茶屋1丁目"),
        ("桜1の2の3", "桜１丁目２番３号"),
        ("砧公園1番1号", "東京都世田谷区砧公園1-1"),
        ("玉川1 - 2 - 3", "玉川１−２−３"),
        ("世田谷四ー二十一ー二十七", "世田谷4-21-27"),
        ("三軒茶屋二丁目十番五号", "三軒茶屋2-10-5"),
        ("太子堂2丁目1番地2号", "太子堂2-1-2"),
        ("世田谷4丁目21番27号 405号室", "世田谷4-21-27-405"),
    ],
)
def test_two_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert key(one).text == key(other).text
    assert key(one).building == key(other).building


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("玉川田園調布1-2-3", "玉川田園調布"),
        ("桜1-2-3", "桜"),
        ("桜丘1-2-3", "桜丘"),
        ("桜上水1-2-3", "桜上水"),
        ("桜新町1-2-3", "桜新町"),
        ("新町1-2-3", "新町"),
        ("上野毛1-2-3", "上野毛"),
        ("野毛1-2-3", "野毛"),
        ("駒沢公園1-1", "駒沢公園"),
        ("船橋1-2-3", "船橋"),
        ("三軒茶屋1-2-3", "三軒茶屋"),
        ("八幡山1-2-3", "八幡山"),
    ],
)
def test_the_whole_name_of_a_town_is_read(address: str, town: str) -> None:
    assert key(address).place == key(town).place
    assert key(address).place.startswith(HOME)


def test_towns_that_begin_alike_stay_apart() -> None:
    towns = ["桜", "桜丘", "桜上水", "桜新町", "玉川", "玉川台", "玉川田園調布", "砧", "砧公園"]
    assert len({key(f"{town}1-2-3").text for town in towns}) == len(towns)


def test_a_town_of_another_prefecture_is_not_a_town_of_ours() -> None:
    assert key("千葉県船橋市本町1-2-3").place != key("船橋1-2-3").place


def test_a_number_in_the_name_of_a_town_is_not_a_lot() -> None:
    assert address_key("東京都千代田区一番町8番地1", HOME) == AddressKey(
        "東京都千代田区一番町", "8-1", ""
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("旭ヶ丘1-2", "旭ケ丘1-2"),
        ("桜ノ宮1-2", "桜之宮1-2"),
        ("龍ケ崎1", "竜ヶ﨑1"),
        ("澤1", "沢1"),
    ],
)
def test_spellings_of_one_town_name_are_one(one: str, other: str) -> None:
    assert key(one).place == key(other).place


def test_a_building_is_kept_apart_from_the_lot() -> None:
    assert key("世田谷4丁目21番27号 桜ハイツ101号室") == AddressKey(
        "東京都世田谷区世田谷", "4-21-27", building_key("桜ハイツ101")
    )


def test_a_building_whose_name_holds_a_number_does_not_lose_it() -> None:
    assert key("代田1-2-3 第2コーポ 203").building == building_key("第2コーポ203号室")


def test_an_address_without_numbers_is_its_place() -> None:
    assert key("世田谷区成城") == AddressKey("東京都世田谷区成城", "", "")


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99))
def test_any_lot_reads_the_same_in_words_and_in_hyphens(
    chome: int, block: int, number: int
) -> None:
    assert (
        key(f"成城{chome}丁目{block}番{number}号").text == key(f"成城{chome}-{block}-{number}").text
    )


@given(st.text())
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    assert isinstance(key(text), AddressKey)
