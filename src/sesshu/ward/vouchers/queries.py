"""Reading issue runs and their lists: plain values for pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation.runs.queries import RunSeen, run_seen
from sesshu.kernel.ages import age_on
from sesshu.ward.residents.registered_now import with_registered
from sesshu.ward.vouchers.codes import Excluded, Step, VoidCause
from sesshu.ward.vouchers.conditions import Conditions, read_conditions
from sesshu.ward.vouchers.issue_runs import EXTRACT, NUMBER
from sesshu.ward.vouchers.models import IssueConditions, IssueRun, IssueStep

NEWEST = 50
RUN_OF = """
SELECT id FROM run WHERE kind = %s AND params = jsonb_build_object('issue_run', %s::bigint)
ORDER BY id DESC LIMIT 1
"""
TALLY = with_registered(
    """
SELECT c.series, c.dose, t.birth_on, count(*) FROM issue_candidate c
{registered}
WHERE c.issue_run_id = %s AND c.excluded IS NULL GROUP BY 1, 2, 3
""",
    "c.resident_id",
    "t",
)
EXCLUDED = """
SELECT excluded, count(*) FROM issue_candidate WHERE issue_run_id = %s AND excluded IS NOT NULL GROUP BY 1
"""
CANDIDATES = with_registered(
    """
SELECT c.resident_id, r.atena_number, t.name, t.name_kana, t.birth_on, c.series, c.dose, c.earliest_on,
       c.last_on, c.excluded, c.mail_returned, count(*) OVER ()
FROM issue_candidate c JOIN resident r ON r.id = c.resident_id
{registered}
WHERE c.issue_run_id = %(run)s
  AND (%(excluded)s = 'all' OR c.excluded IS NOT DISTINCT FROM nullif(%(excluded)s, ''))
  AND (%(series)s = '' OR c.series = %(series)s)
  AND (%(kana)s = '' OR strpos(translate(t.name_kana, ' 　', ''), %(kana)s) > 0)
  AND (%(number)s = '' OR r.atena_number = %(number)s)
  AND (NOT %(returned)s OR c.mail_returned)
ORDER BY t.birth_on DESC, c.resident_id, c.series, c.dose LIMIT %(count)s OFFSET %(start)s
""",
    "c.resident_id",
    "t",
)
PEOPLE = """
SELECT count(DISTINCT resident_id), count(*) FROM issue_candidate WHERE issue_run_id = %s AND excluded IS NULL
"""
BATCHES = """
SELECT s.batch, count(*), count(f.voucher_id), count(DISTINCT s.envelope),
       (SELECT max(p.recorded_at) FROM issue_printing p
        WHERE p.issue_run_id = %(run)s AND p.batch = s.batch)
FROM issue_sheet s
LEFT JOIN voucher v ON v.candidate_id = s.candidate_id
LEFT JOIN voucher_in_force f ON f.voucher_id = v.id
WHERE s.issue_run_id = %(run)s AND s.is_guarded = %(guarded)s AND s.batch > 0
GROUP BY s.batch ORDER BY s.batch
"""
TO_STOP = """
SELECT v.resident_id, r.atena_number, t.name, v.number, x.cause, s.batch, s.page, s.envelope, s.is_guarded
FROM {source} x JOIN voucher v ON v.id = x.voucher_id
JOIN resident r ON r.id = v.resident_id
JOIN issue_sheet s ON s.candidate_id = v.candidate_id
JOIN resident_version t ON t.id = s.version_id
WHERE s.issue_run_id = %s {unless} ORDER BY s.batch, s.page
"""
# What was voided after the post was in nobody's pile here any more.
AFTER_THE_POST = """AND NOT EXISTS (
    SELECT FROM issue_step p
    WHERE p.issue_run_id = s.issue_run_id AND p.step = 'posted' AND p.recorded_at < x.recorded_at)"""
BY_HAND = """
SELECT c.resident_id, r.atena_number, t.name, c.series, c.dose, s.missing_glyph, v.number
FROM issue_sheet s JOIN issue_candidate c ON c.id = s.candidate_id
JOIN resident r ON r.id = c.resident_id JOIN resident_version t ON t.id = s.version_id
LEFT JOIN voucher v ON v.candidate_id = c.id
WHERE s.issue_run_id = %s AND s.batch = 0 ORDER BY s.page
"""


@dataclass(frozen=True, slots=True)
class RunListed:
    """One issue run in a list."""

    id: int
    name: str
    until_on: date
    base_on: date
    made_by: str
    made_at: datetime
    steps: tuple[Step, ...]
    series: tuple[str, ...]

    @property
    def step(self) -> Step | None:
        """The last step it has taken; None while its list is being made."""
        return self.steps[-1] if self.steps else None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many vouchers of a series and dose go to people of an age (full years)."""

    series: str
    dose: int
    years: int
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the list of a run."""

    resident_id: int
    atena_number: str
    name: str
    name_kana: str
    born_on: date
    series: str
    dose: int
    earliest_on: date
    last_on: date | None
    excluded: str | None
    mail_returned: bool

    @property
    def why_excluded(self) -> str:
        """The reason in words; empty for who gets a voucher."""
        return Excluded(self.excluded).label if self.excluded else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of candidates is narrowed to; `excluded` is a code, `all`, or empty for who gets one."""

    excluded: str = "all"
    series: str = ""
    kana: str = ""
    number: str = ""
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: how many sheets it has, and how many of them are still to be sent."""

    number: int
    sheets: int
    holding: int
    envelopes: int
    printed_at: datetime | None

    @property
    def stopped(self) -> int:
        """How many were taken out, or given at a counter meanwhile."""
        return self.sheets - self.holding


@dataclass(frozen=True, slots=True)
class ToStop:
    """A letter that must not be sent, and where it lies."""

    resident_id: int
    atena_number: str
    name: str
    number: str
    cause: VoidCause
    batch: int
    page: int
    envelope: int
    is_guarded: bool


@dataclass(frozen=True, slots=True)
class ByHand:
    """A sheet with a character that cannot be printed."""

    resident_id: int
    atena_number: str
    name: str
    series: str
    dose: int
    missing_glyph: str
    number: str | None


def issue_runs(limit: int = NEWEST) -> list[RunListed]:
    """The newest runs."""
    found = list(IssueRun.objects.order_by("-id")[:limit])
    taken: dict[int, list[Step]] = {run.pk: [] for run in found}
    for run_id, step in (
        IssueStep.objects.filter(issue_run__in=found)
        .order_by("id")
        .values_list("issue_run_id", "step")
    ):
        taken[run_id].append(Step(step))
    return [_listed(run, taken[run.pk]) for run in found]


def issue_run(run_id: int) -> tuple[RunListed, Conditions] | None:
    """One run with its conditions."""
    run = IssueRun.objects.filter(pk=run_id).first()
    if run is None:
        return None
    steps = IssueStep.objects.filter(issue_run=run).order_by("id").values_list("step", flat=True)
    return _listed(run, [Step(step) for step in steps]), read_conditions(run.conditions)


def work_of(run_id: int) -> RunSeen | None:
    """The run of the worker that is at this issue run, or was last."""
    for kind in (NUMBER, EXTRACT):
        if rows := _rows(RUN_OF, [kind, run_id]):
            return run_seen(rows[0][0])
    return None


def extraction_of(run_id: int) -> RunSeen | None:
    """The run that found whom an issue run lists, with its counts."""
    rows = _rows(RUN_OF, [EXTRACT, run_id])
    return run_seen(rows[0][0]) if rows else None


def tally(run_id: int, on: date) -> list[Tally]:
    """Who gets a voucher, counted by series, dose and age on a day."""
    counted: Counter[tuple[str, int, int]] = Counter()
    for series, dose, born_on, count in _rows(TALLY, [run_id]):
        years = age_on(born_on, on).years if born_on <= on else 0
        counted[(series, dose, years)] += count
    return [Tally(*key, count) for key, count in sorted(counted.items())]


def people(run_id: int) -> tuple[int, int]:
    """How many people get vouchers, and how many sheets they get."""
    [(people_found, sheets)] = _rows(PEOPLE, [run_id])
    return people_found, sheets


def exclusions(run_id: int) -> dict[Excluded, int]:
    """Who gets none although the law opens a dose, by reason, in the order of the reasons."""
    counted = dict(_rows(EXCLUDED, [run_id]))
    return {reason: counted[reason.value] for reason in Excluded if reason.value in counted}


def candidates(
    run_id: int, wanted: Wanted, start: int = 0, count: int = 100
) -> tuple[list[Found], int]:
    """A page of the list of a run, the youngest first, and how many there are in all."""
    said = {
        "run": run_id,
        "excluded": wanted.excluded,
        "series": wanted.series,
        "kana": wanted.kana,
        "number": wanted.number,
        "returned": wanted.returned,
        "start": start,
        "count": count,
    }
    rows = _rows(CANDIDATES, said)
    return [Found(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def batches(run_id: int, *, guarded: bool = False) -> list[Batch]:
    """The batches of the ordinary print, or those of guarded people."""
    return [Batch(*row) for row in _rows(BATCHES, {"run": run_id, "guarded": guarded})]


def to_stop(run_id: int) -> list[ToStop]:
    """The letters of a run that must not be sent and still hold."""
    return _stopped("voucher_to_stop", run_id)


def pulled(run_id: int) -> list[ToStop]:
    """The letters of a run whose numbers were voided before the post, here or at a counter."""
    return _stopped("voucher_void", run_id, AFTER_THE_POST)


def by_hand(run_id: int) -> list[ByHand]:
    """The sheets that have to be made by hand."""
    return [ByHand(*row) for row in _rows(BY_HAND, [run_id])]


def saved_conditions() -> list[IssueConditions]:
    """Conditions under each name, the newest of each."""
    newest = IssueConditions.objects.order_by("name", "-id").distinct("name")
    return list(newest)


def _stopped(source: str, run_id: int, unless: str = "") -> list[ToStop]:
    rows = _rows(TO_STOP.format(source=source, unless=unless), [run_id])
    return [_letter(*row) for row in rows]


def _letter(
    resident_id: int, atena_number: str, name: str, number: str, cause: str, *place: Any
) -> ToStop:
    return ToStop(resident_id, atena_number, name, number, VoidCause(cause), *place)


def _listed(run: IssueRun, steps: list[Step]) -> RunListed:
    made = (run.recorded_by_name, run.recorded_at)
    asked = read_conditions(run.conditions)
    days = (run.until_on, run.base_on)
    return RunListed(run.pk, run.name, *days, *made, tuple(steps), asked.series)


def _rows(query: str, values: Any, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
