"""Live injected vaccines that are open side by side: a day on which all of them may be given."""

from datetime import timedelta
from functools import lru_cache

from sesshu.schedule import wording
from sesshu.schedule.record import Record
from sesshu.schedule.types import BetweenRule, Kind, Rulebook
from sesshu.schedule.verdicts import SeriesVerdict, Together

SIDE_BY_SIDE = timedelta(days=28)


@lru_cache(maxsize=8)
def _live_series(rulebook: Rulebook) -> frozenset[str]:
    return frozenset(
        series.code
        for series in rulebook.series.values()
        if series.category == "A"
        and rulebook.products[series.versions[-1].uses[0].product].kind is Kind.LIVE_INJECTED
    )


def live_vaccines_together(
    series: tuple[SeriesVerdict, ...], record: Record
) -> tuple[Together, ...]:
    """One proposal where two or more are open within four weeks and a day suits them all."""
    live, soon = _live_series(record.rulebook), record.on + SIDE_BY_SIDE
    open_now = [
        (one, one.next)
        for one in series
        if one.next is not None and one.series in live and one.next.earliest_on <= soon
    ]
    rule = _rule(record) if len(open_now) > 1 else None
    if rule is None:
        return ()
    day = max(record.on, *(following.earliest_on for _, following in open_now))
    if any(following.last_on < day for _, following in open_now):
        return ()
    names = "・".join(one.name for one, _ in open_now)
    return (
        Together(
            series=tuple(one.series for one, _ in open_now),
            on=day,
            text=wording.live_together(names, day),
            provision=rule.provision,
            verify=rule.verify,
        ),
    )


def _rule(record: Record) -> BetweenRule | None:
    for rule in record.rulebook.between:
        between = Kind.LIVE_INJECTED in rule.after and Kind.LIVE_INJECTED in rule.before
        if rule.holds_on(record.on) and between:
            return rule
    return None
