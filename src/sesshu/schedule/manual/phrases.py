"""Small pieces of the manual's Japanese: periods, people, ages, intervals, volumes."""

from collections.abc import Iterable
from datetime import date

from sesshu.kernel.eras import in_japanese
from sesshu.schedule.bounds import Bound
from sesshu.schedule.types import Cohort, DoseRule, Rulebook, Season, Volume

SEXES = {"F": "女性", "M": "男性"}


def joined(pieces: Iterable[str], by: str = "、") -> str:
    """The pieces that say something, in one line."""
    return by.join(piece for piece in pieces if piece)


def period(from_on: date | None, until_on: date | None) -> str:
    """Days in 和暦, both inclusive."""
    begins = f"{in_japanese(from_on)}から" if from_on else ""
    return begins + (f"{in_japanese(until_on)}まで" if until_on else "")


def ages(from_age: Bound | None, until_age: Bound | None) -> str:
    """Days of a life, both inclusive."""
    begins = f"{from_age.ja}から" if from_age else ""
    return begins + (f"{until_age.ja}まで" if until_age else "")


def people(cohort: Cohort) -> str:
    """Who belongs to a cohort."""
    sex = SEXES.get(cohort.sex or "", "")
    if cohort.born_from and cohort.born_until:
        born = f"{period(cohort.born_from, cohort.born_until)}に生まれた"
    elif cohort.born_from:
        born = f"{in_japanese(cohort.born_from)}以後に生まれた"
    else:
        born = f"{in_japanese(cohort.born_until)}以前に生まれた" if cohort.born_until else ""
    return (born + (sex or "方")) if born else sex or "すべての方"


def narrows(cohort: Cohort) -> bool:
    """Whether a cohort is less than everybody."""
    return bool(cohort.sex or cohort.born_from or cohort.born_until)


def spacing(rule: DoseRule) -> str:
    """The least time after the dose before, and the most while the law knew one."""
    least = f"{rule.after_previous.ja}以上" if rule.after_previous else ""
    return least + (f"、{rule.at_most.ja}まで" if rule.at_most else "")


def standard_spacing(rule: DoseRule) -> str:
    """The interval of the notice: its least, else the law's, and its most."""
    most = rule.standard_at_most
    least = rule.standard_at_least or (rule.after_previous if most else None)
    return joined([f"{least.ja}以上" if least else "", f"{most.ja}まで" if most else ""])


def in_season(season: Season) -> str:
    """The days of every fiscal year between which a dose is given."""
    return f"毎年度の{_month_day(season.begins)}から{_month_day(season.ends)}まで"


def _month_day(text: str) -> str:
    month, day = text.split("-")
    return f"{int(month)}月{int(day)}日"


def volumes(asked: Iterable[Volume], rulebook: Rulebook) -> str:
    """Volumes in mL, each with its ages, and its routes if they are its own, on a line of its own."""
    return "\n".join(_volume(volume, rulebook) for volume in asked) or "添付文書のとおり"


def _volume(volume: Volume, rulebook: Rulebook) -> str:
    routes = "・".join(rulebook.routes[route] for route in volume.routes)
    said = f"{volume.ml:g} mL" + (f"({routes})" if routes else "")
    return joined([ages(volume.age_from, volume.age_until), said], "は")


def product_names(codes: Iterable[str], rulebook: Rulebook) -> str:
    """Vaccines by the ordinance's names."""
    return "・".join(rulebook.products[code].name for code in codes)


def course_names(codes: Iterable[str], rulebook: Rulebook) -> str:
    """Courses by their names."""
    return "・".join(rulebook.courses[code].name for code in codes)
