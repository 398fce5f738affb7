"""How a report of coverage groups residents: by the year they were born in, their school year, their town."""

from datetime import date

from sesshu.kernel.calendar import fiscal_year
from sesshu.kernel.eras import in_japanese
from sesshu.ward.reports.towns import town_title

YOUNGEST_GRADE = 4
GRADES = (
    "年少",
    "年中",
    "年長",
    *(f"小学{n}年" for n in range(1, 7)),
    *(f"中学{n}年" for n in range(1, 4)),
    *(f"高校{n}年" for n in range(1, 4)),
)
"""From the school year in which one becomes four until the one in which one becomes eighteen."""


def line_title(group_by: str, line_code: str, as_of: date) -> str:
    """The words for a line of a report of coverage."""
    if group_by == "town":
        return town_title(line_code)
    year = int(line_code)
    return _birth_year(year) if group_by == "birth_year" else _school_year(year, as_of)


def _birth_year(year: int) -> str:
    """2019年(平成31年・令和元年)生まれ."""
    eras = [in_japanese(day).partition("年")[0] for day in (date(year, 1, 1), date(year, 12, 31))]
    return f"{year}年({'・'.join(f'{era}年' for era in dict.fromkeys(eras))})生まれ"


def _school_year(year: int, as_of: date) -> str:
    """小学1年; of those who are too young for a grade, when they were born."""
    becomes = fiscal_year(as_of) - year
    born = f"{year}年4月2日から{year + 1}年4月1日生まれ"
    grade = becomes - YOUNGEST_GRADE
    return f"{GRADES[grade]}({born})" if 0 <= grade < len(GRADES) else born
