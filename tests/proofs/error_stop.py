"""Valid doses pass the entry check, and one error of each kind that records can show is stopped (B4).

Histories and errors come from tables of their own (proofs.histories); the check is the door
that the entry form uses.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace
from schedule.arithmetic import plus

from proofs import Finding
from proofs.histories import BY_SERIES, LIVE, TODAY, Course, Life, lives, span
from sesshu.kernel.outcomes import ErrorClass
from sesshu.schedule.entry import judge_entry
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose
from sesshu.schedule.verdicts import EntryVerdict

AIM_DETECTED = 0.999
AIM_FALSE_ALARMS = 0.001
SEED = 131121
OTHER_ROUTE = {"IM": "ORAL", "SC": "PERCUTANEOUS", "ORAL": "SC", "PERCUTANEOUS": "SC"}
OTHER_PRODUCT = {"MR": "VAR", "VAR": "MR", "FLU": "PPSV23"}
Spoiled = tuple[Life, Dose] | None
"""A life and a dose to enter in it; None where this life gives no such error."""


def prove(number: int) -> Finding:
    """So many valid histories, and one error of each kind in each that allows it."""
    valid, stopped, named, tried = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for life in lives(number, SEED):
        candidate = life.chance.choice(life.doses)
        life.doses = [d for d in life.doses if d.given_on < candidate.given_on]
        valid["tried"] += 1
        valid["alarms"] += entered(life, candidate).stops
        for kind, spoil in ERRORS.items():
            if (found := spoil(life, candidate)) is not None:
                verdict = entered(*found)
                tried[kind] += 1
                stopped[kind] += verdict.stops
                named[kind] += verdict.dose.error == CLASS[kind]
    rates = {kind: round(stopped[kind] / tried[kind], 6) for kind in ERRORS if tried[kind]}
    alarms = valid["alarms"] / valid["tried"]
    held = alarms < AIM_FALSE_ALARMS and all(rate >= AIM_DETECTED for rate in rates.values())
    facts = {
        "valid histories": valid["tried"],
        "false alarms": round(alarms, 6),
        "detected": rates,
        "named as the right class": {k: round(named[k] / tried[k], 6) for k in rates},
        "errors tried": dict(tried),
    }
    return Finding(held and len(rates) == len(ERRORS), valid["tried"] + sum(tried.values()), facts)


def entered(life: Life, candidate: Dose) -> EntryVerdict:
    """What the entry form says once the dose was given."""
    return judge_entry(life.person, candidate, max(candidate.given_on, TODAY), current())


def _course(candidate: Dose) -> Course:
    return BY_SERIES[candidate.series]


def too_soon(life: Life, candidate: Dose) -> Spoiled:
    """Given on a random day between the dose before and the first day that keeps the interval."""
    course, had = _course(candidate), [d.given_on for d in life.of(candidate.series)]
    if not had:
        return None
    earliest, _ = span(course, life.born_on, had)
    days = (earliest - had[-1]).days
    given_on = plus(earliest, -life.chance.randint(1, max(1, min(days - 1, 20))))
    return (life, _on(candidate, given_on)) if given_on > had[-1] else None


def too_soon_after_live(life: Life, candidate: Dose) -> Spoiled:
    """Up to 27 days after おたふくかぜ, a live injection outside the Act."""
    if candidate.series not in LIVE:
        return None
    before = plus(candidate.given_on, -life.chance.randint(1, 27))
    mumps = replace(candidate, id="mumps", series="MUMPS", product="MUMPS", given_on=before)
    return Life(life.born_on, life.sex, life.chance, [*life.doses, mumps]), candidate


def unnecessary(life: Life, candidate: Dose) -> Spoiled:
    """Once more after the last dose of the course; of the season, where each has its own."""
    course = _course(candidate)
    if len(life.of(candidate.series)) != len(course.intervals):
        return None
    again = plus(candidate.given_on, 30)
    if course.anew_each_year:
        again = min(again, course.window(life.born_on)[1])
    more = Life(life.born_on, life.sex, life.chance, [*life.doses, candidate])
    return more, _on(replace(candidate, id="again"), again)


def too_young(life: Life, candidate: Dose) -> Spoiled:
    """A random day before the age."""
    if life.of(candidate.series):
        return None
    course = _course(candidate)
    given_on = plus(course.legal_window(life.born_on)[0], -life.chance.randint(1, 20))
    if given_on < course.since or not course.ages_matter:
        return None
    own = [d for d in life.doses if d.given_on < given_on]
    return Life(life.born_on, life.sex, life.chance, own), _on(candidate, given_on)


def too_old(life: Life, candidate: Dose) -> Spoiled:
    """A random day after the age."""
    course = _course(candidate)
    if not course.ages_matter:
        return None
    last = course.legal_window(life.born_on)[1]
    return life, _on(candidate, plus(last, life.chance.randint(1, 150)))


def other_vaccine(life: Life, candidate: Dose) -> Spoiled:
    """A vaccine that the ordinance does not name for this kind."""
    other = OTHER_PRODUCT.get(candidate.product or "", "FLU")
    return life, replace(candidate, product=other, volume_ml=None, route=None)


def wrong_volume(life: Life, candidate: Dose) -> Spoiled:
    """Half or double the volume."""
    if candidate.volume_ml is None:
        return None
    times = life.chance.choice((0.5, 2))
    return life, replace(candidate, volume_ml=candidate.volume_ml * times)


def wrong_route(life: Life, candidate: Dose) -> Spoiled:
    """Another route."""
    return life, replace(candidate, route=OTHER_ROUTE[str(candidate.route)])


def expired(life: Life, candidate: Dose) -> Spoiled:
    """A lot that had expired by a day or more."""
    late = timedelta(days=life.chance.randint(1, 100))
    return life, replace(candidate, expires_on=candidate.given_on - late)


def other_sex(life: Life, candidate: Dose) -> Spoiled:
    """On the sheet of a boy of the same age."""
    if _course(candidate).sex is None:
        return None
    return Life(life.born_on, "M", life.chance, []), candidate


def other_age(life: Life, candidate: Dose) -> Spoiled:
    """On the sheet of somebody for whom the day lies outside the age."""
    born = _born_outside(candidate, life)
    return Life(born, life.sex, life.chance, []), candidate


def _born_outside(candidate: Dose, life: Life) -> date:
    older = candidate.given_on.year - life.chance.randint(35, 55)
    return date(older, life.born_on.month, min(life.born_on.day, 28))


def _on(candidate: Dose, given_on: date) -> Dose:
    return replace(candidate, given_on=given_on, expires_on=given_on + timedelta(days=90))


ERRORS: dict[str, Callable[[Life, Dose], Spoiled]] = {
    "接種間隔": too_soon,
    "生ワクチンとの間隔": too_soon_after_live,
    "不必要な接種": unnecessary,
    "対象年齢の前": too_young,
    "対象年齢の後": too_old,
    "ワクチンの種類": other_vaccine,
    "接種量": wrong_volume,
    "接種方法": wrong_route,
    "有効期限切れ": expired,
    "別の人(性別)": other_sex,
    "別の人(年齢)": other_age,
}
CLASS = {
    "接種間隔": ErrorClass.WRONG_INTERVAL,
    "生ワクチンとの間隔": ErrorClass.WRONG_INTERVAL,
    "不必要な接種": ErrorClass.UNNECESSARY,
    "対象年齢の前": ErrorClass.OTHER,
    "対象年齢の後": ErrorClass.OTHER,
    "ワクチンの種類": ErrorClass.WRONG_VACCINE,
    "接種量": ErrorClass.WRONG_VOLUME,
    "接種方法": ErrorClass.WRONG_ROUTE,
    "有効期限切れ": ErrorClass.EXPIRED,
    "別の人(性別)": ErrorClass.WRONG_PERSON,
    "別の人(年齢)": ErrorClass.OTHER,
}
