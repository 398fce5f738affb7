"""Keys of names; rules and examples from the reference on kana (number-linkage §6.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.names import (
    grams,
    loose_kana_key,
    name_parts,
    strict_kana_key,
    voiceless_kana_key,
    written_name_key,
)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダタロウ"),
        ("カ゛ンタ", "ガンタ"),
        ("ハ゜ク", "パク"),
        ("やまだ　たろう", "ヤマダタロウ"),
        ("キョウコ", "キヨウコ"),
        ("ハットリ", "ハツトリ"),
        ("カヲル", "カオル"),
        ("マリア・ルイサ", "マリアルイサ"),
        ("ヤマダ（スズキ）ハナコ", "ヤマダスズキハナコ"),
    ],
)
def test_the_strict_key_ignores_how_kana_are_written(written: str, key: str) -> None:
    assert strict_kana_key(written) == key


@pytest.mark.parametrize(
    "spellings",
    [
        ("オオノ", "オーノ", "オウノ"),
        ("カヅコ", "カズコ"),
        ("ヴィクトル", "ビクトル"),
        ("ヰセ", "イセ"),
        ("ヱミ", "エミ"),
        ("ユウキ", "ユーキ", "ユキ"),
        ("ジョー", "ジョ−", "ジョ-", "ジョ一"),
    ],
)
def test_the_loose_key_joins_what_sounds_alike(spellings: tuple[str, ...]) -> None:
    assert len({loose_kana_key(kana) for kana in spellings}) == 1


@pytest.mark.parametrize(
    "pair", [("オオノ", "オノ"), ("ユウキ", "ユキ"), ("ナカジマ", "ナカシマ"), ("カヅコ", "カズコ")]
)
def test_the_strict_key_keeps_different_readings_apart(pair: tuple[str, str]) -> None:
    assert strict_kana_key(pair[0]) != strict_kana_key(pair[1])


@pytest.mark.parametrize("pair", [("ナカジマ", "ナカシマ"), ("ヤマザキ", "ヤマサキ")])
def test_only_the_loosest_key_ignores_voicing(pair: tuple[str, str]) -> None:
    assert voiceless_kana_key(pair[0]) == voiceless_kana_key(pair[1])


def test_the_loose_key_still_hears_voicing() -> None:
    assert loose_kana_key("ナカジマ") != loose_kana_key("ナカシマ")


def test_words_about_a_capacity_are_no_part_of_a_name() -> None:
    assert name_parts("山田 太郎 成年後見人 鈴木 花子") == ["山田", "太郎", "鈴木", "花子"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("髙橋　一郎", "高橋一郎"),
        ("渡邉 葛\U000e0100美", "渡辺葛美"),
        ("𠮷田 﨑子", "吉田崎子"),
        ("ＮＧＵＹＥＮ　ＴＨＩ", "nguyen thi"),
        ("SMITH-JONES ANN", "Smith Jones Ann"),
        ("王＿小明（山本 明）", "王小明山本明"),
    ],
)
def test_what_a_clerk_types_finds_what_the_register_wrote(written: str, typed: str) -> None:
    assert written_name_key(written) == written_name_key(typed)


def test_saito_of_two_families_are_two_names() -> None:
    assert written_name_key("斉藤") != written_name_key("斎藤")


def test_grams_are_the_single_characters_and_the_neighboring_pairs() -> None:
    assert grams("サトウ") == {"サ", "ト", "ウ", "サト", "トウ"}
    assert grams("林") == {"林"}
    assert grams("") == set()


@given(st.text(), st.integers(0, 20), st.integers(1, 2))
def test_every_part_of_one_or_two_characters_is_among_the_grams(
    text: str, at: int, length: int
) -> None:
    part = text[at : at + length]
    assert not part or part in grams(text)


@given(st.text(alphabet="アイウエオカキクガギグパピプャュョッーヴヲヰヅぁあゔ ・-"))
def test_a_looser_key_never_parts_what_a_stricter_key_joined(kana: str) -> None:
    assert voiceless_kana_key(kana) == voiceless_kana_key(loose_kana_key(kana))
