"""Classes of kanji variants; vectors from the reference on characters (number-linkage §6.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.variants import characters, fold_variants, without_selectors

SAME_TO_A_SEARCHER = [
    "髙高", "﨑崎", "邉邊辺", "德徳", "濵濱浜", "櫻桜", "澤沢", "齋斎", "齊斉", "眞真", "𠮷吉", "冨富",
    "嶋嶌島", "廣広", "國国", "惠恵", "榮栄", "曻昇", "昻昂", "桒桑", "栁柳", "柗松", "舘館", "埜野", "淸清",
    "渕淵渊", "瀨瀬", "賴頼", "龍竜", "瀧滝", "郞郎", "神神", "曽曾",
]  # fmt: skip


@pytest.mark.parametrize("family", SAME_TO_A_SEARCHER)
def test_variants_of_one_character_fold_to_one_form(family: str) -> None:
    assert len({fold_variants(kanji) for kanji in family}) == 1


@pytest.mark.parametrize(
    "pair", ["斉斎", "齊齋", "澤途", "田佃", "谷穀", "区丘", "高島", "大太", "田由", "一二"]
)
def test_characters_of_different_families_stay_apart(pair: str) -> None:
    assert fold_variants(pair[0]) != fold_variants(pair[1])


def test_the_form_that_stands_for_a_class_is_one_every_clerk_can_type() -> None:
    for family in SAME_TO_A_SEARCHER:
        assert all(0xB0 <= lead < 0xD0 for lead in fold_variants(family).encode("euc_jp")[::2])


def test_a_variation_selector_makes_no_difference_to_a_search() -> None:
    assert fold_variants("辻\U000e0100") == fold_variants("辻")


def test_a_base_character_and_its_selector_count_as_one_character() -> None:
    assert characters("辻\U000e0100󠄀葛\U000e0101") == ["辻\U000e0100󠄀", "葛\U000e0101"]


def test_selectors_are_removed_without_touching_their_base() -> None:
    assert without_selectors("葛\U000e0100飾") == "葛飾"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold_variants(fold_variants(text)) == fold_variants(text)


@given(st.text())
def test_characters_lose_nothing(text: str) -> None:
    assert "".join(characters(text)) == text
