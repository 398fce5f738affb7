"""The rulebook's phrases, and how they are said in Japanese."""

import pytest

from sesshu.schedule.bounds import UnknownPhrase, read_bound


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("birth", "生まれた日"),
        ("reaches 2 months", "生後2か月に達した日"),
        ("reaches 13 years", "13歳に達した日"),
        ("the day after reaching 7 months", "生後7か月に達した日の翌日"),
        ("6 weeks 0 days after birth", "出生6週0日後"),
        ("36 weeks 6 days of pregnancy", "妊娠36週6日"),
        ("2027-03-31", "令和9年3月31日"),
        ("the fiscal year of reaching 12 years begins", "12歳に達する日の属する年度の初日"),
        ("the fiscal year of reaching 16 years ends", "16歳に達する日の属する年度の末日"),
        ("the year before school begins", "小学校入学前の1年間の初日"),
        ("the year before school ends", "小学校入学前の1年間の末日"),
    ],
)
def test_a_bound_is_said_as_the_ordinance_says_it(phrase: str, said: str) -> None:
    assert read_bound(phrase).ja == said


def test_an_unknown_bound_is_answered_with_the_shapes_that_are_known() -> None:
    with pytest.raises(UnknownPhrase, match="the year before school"):
        read_bound("about two months")
