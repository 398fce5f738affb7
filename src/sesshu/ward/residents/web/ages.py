"""Ages in the words of a vaccination desk: the younger, the finer."""

from datetime import date

from sesshu.kernel.ages import age_on

IN_WEEKS_UNTIL_YEARS = 1  # ロタ is counted in weeks, the first year's other doses in months
IN_MONTHS_UNTIL_YEARS = 20
DAYS_OF_WEEK = 7


def in_words(born_on: date, on: date) -> str:
    """生後9週3日（2か月）, 6歳11か月, 45歳, as the law counts; empty before birth."""
    if on < born_on:
        return ""
    age = age_on(born_on, on)
    if age.years < IN_WEEKS_UNTIL_YEARS:
        weeks, days = divmod((on - born_on).days, DAYS_OF_WEEK)
        return f"{age.months}か月、生後{weeks}週{days}日"
    if age.years < IN_MONTHS_UNTIL_YEARS:
        return f"{age.years}歳{age.months}か月"
    return f"{age.years}歳"
