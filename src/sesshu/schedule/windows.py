"""What a birth date and sex alone settle: the days on which each dose of each series may be given."""

from datetime import date

import msgspec

from sesshu.schedule.bounds import Bound
from sesshu.schedule.lived import LivedRegimen, day_of_life, lived
from sesshu.schedule.progress import progress_of
from sesshu.schedule.types import CourseVersion, DoseRule, Rulebook, Series


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Days of one dose of one series, both ends inclusive; null where the law or notice sets none."""

    series: str
    dose: int
    eligible_from: date | None
    eligible_until: date | None
    standard_from: date | None
    standard_until: date | None
    provision: str


def windows(born_on: date, sex: str, rulebook: Rulebook) -> list[Window]:
    """Windows under the newest law, in the order of the rulebook.

    A series that the law does not open to this birth date and sex has none.
    """
    return [
        window
        for series in rulebook.series.values()
        for window in _of_series(series, born_on, sex, rulebook)
    ]


def _of_series(series: Series, born_on: date, sex: str, rulebook: Rulebook) -> list[Window]:
    """Under the newest law; of the seasons of one year and of pregnancies there are none."""
    course = rulebook.courses[series.serves[0]]
    products = {use.product for use in series.versions[-1].uses}
    version = progress_of(course, born_on, sex, (), None).version_on(date.max)
    if version is None or course.each is not None or series.versions[-1].effective_until:
        return []
    life = [
        place
        for place in lived(version, born_on).places
        if not place.regimen.after_switch
        and (not place.products or not products.isdisjoint(place.products))
    ]
    most = max((len(regimen.doses) for regimen in life), default=0)
    return [_window(series, version, life, number, born_on) for number in range(most)]


def _window(
    series: Series,
    version: CourseVersion,
    regimens: list[LivedRegimen],
    number: int,
    born_on: date,
) -> Window:
    holding = [regimen for regimen in regimens if number < len(regimen.doses)]
    rule: DoseRule = holding[0].regimen.doses[number]
    first = min(regimen.doses[number].from_on for regimen in holding)
    last = max(regimen.doses[number].until_on for regimen in holding)
    begins_with_law = number == 0 and rule.states_standard
    return Window(
        series=series.code,
        dose=number + 1,
        eligible_from=first,
        eligible_until=None if last == date.max else last,
        standard_from=_day(rule.standard_from, born_on) or (first if begins_with_law else None),
        standard_until=_day(rule.standard_until, born_on),
        provision=holding[0].regimen.provision or version.provision,
    )


def _day(bound: Bound | None, born_on: date) -> date | None:
    return None if bound is None else day_of_life(bound, born_on)
