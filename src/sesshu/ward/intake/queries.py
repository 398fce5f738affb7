"""Reading files taken in: the door for pages and for other duties."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from sesshu.foundation.second_person import Proposal, State
from sesshu.ward.clinics.queries import names_of
from sesshu.ward.intake.codes import RowState
from sesshu.ward.intake.models import (
    IntakeFile,
    IntakeImage,
    IntakeRow,
    IntakeSample,
    IntakeSubmission,
)
from sesshu.wire.clinic_files.codes import GIVEN, SCREENED_ONLY

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """A control total that is not what the file holds."""

    title: str
    stated: int
    found: int


@dataclass(frozen=True, slots=True)
class FileSummary:
    """A file with the number of rows in each state, and where its totals differ."""

    id: int
    file_id: str
    channel: str
    provider_code: str | None
    clinic_name: str
    month: date
    created_at: datetime
    registered_at: datetime
    run_id: int | None
    stated_rows: int
    counts: Mapping[str, int]
    differences: tuple[Difference, ...]
    waiting_proposal: int | None

    @property
    def rows(self) -> int:
        """Rows in every state."""
        return sum(self.counts.values())

    @property
    def to_put_right(self) -> int:
        """Rows that nobody may record as they are."""
        return sum(self.counts.get(state, 0) for state in (RowState.FAULTY, RowState.HELD))


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows, and how many there are."""

    rows: tuple[IntakeRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that waits for a second person: the proposal and the rows to compare with the paper."""

    proposal: Proposal
    submission: IntakeSubmission
    samples: tuple[IntakeSample, ...]

    @property
    def compared(self) -> int:
        """Drawn rows that match their paper."""
        return sum(sample.matches is True for sample in self.samples)


class NoSuchFile(LookupError):
    """There is no such file, row or approval here."""


def intake_files(page: int = 1) -> tuple[FileSummary, ...]:
    """Files, the newest first; `page` counts from 1."""
    first = (max(page, 1) - 1) * PAGE_ROWS
    files = list(IntakeFile.objects.order_by("-id")[first : first + PAGE_ROWS])
    return _summaries(files)


def file_of(file_id: int) -> FileSummary:
    """One file. Raises NoSuchFile."""
    file = IntakeFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NoSuchFile(file_id)
    return _summaries([file])[0]


def rows_of(file_id: int, state: str = "", page: int = 1) -> RowPage:
    """Rows of a file in one state or all, in their order."""
    rows = IntakeRow.objects.filter(file_id=file_id).order_by("line_number")
    if state:
        rows = rows.filter(state=state)
    first = (max(page, 1) - 1) * PAGE_ROWS
    return RowPage(tuple(rows[first : first + PAGE_ROWS]), rows.count())


def findings_of(file_id: int) -> list[tuple[str, str, str, int]]:
    """How often each situation was found in open rows: check, level, reason, count; the heaviest first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    rows = IntakeRow.objects.filter(file_id=file_id).values_list("findings", flat=True)
    for findings in rows:
        counts.update((row["check"], row["level"], row["situation"]) for row in findings)
    return sorted(((*key, count) for key, count in counts.items()), key=lambda row: row[:3])


def row_of(row_id: int) -> IntakeRow:
    """One row in any state. Raises NoSuchFile."""
    row = IntakeRow.objects.select_related("file").filter(pk=row_id).first()
    if row is None:
        raise NoSuchFile(row_id)
    return row


def image_of(row_id: int) -> IntakeImage | None:
    """The picture of the paper of a row."""
    return IntakeImage.objects.filter(row_id=row_id).first()


def waits_to_be_checked(file_id: int) -> bool:
    """Whether rows were put right since they were checked."""
    return IntakeRow.objects.filter(file_id=file_id, state=RowState.NEW).exists()


def handed_over(proposal_id: int) -> Handed:
    """A file's approval with the rows that were drawn. Raises NoSuchFile."""
    submission = (
        IntakeSubmission.objects.select_related("proposal", "file")
        .filter(proposal_id=proposal_id)
        .first()
    )
    if submission is None or submission.proposal is None:
        raise NoSuchFile(proposal_id)
    samples = IntakeSample.objects.select_related("row").filter(submission=submission)
    return Handed(submission.proposal, submission, tuple(samples.order_by("row__line_number")))


def waiting_approvals() -> QuerySet[IntakeSubmission]:
    """Files that wait for a second person, the oldest first."""
    found = IntakeSubmission.objects.select_related("proposal", "file")
    return found.filter(proposal__state=State.OPEN).order_by("id")


def summaries_of(file_ids: Collection[int]) -> dict[int, FileSummary]:
    """Files by their id."""
    files = IntakeFile.objects.filter(pk__in=set(file_ids))
    return {summary.id: summary for summary in _summaries(list(files))}


def _summaries(files: Sequence[IntakeFile]) -> tuple[FileSummary, ...]:
    """Files with their counts, however many, by four questions."""
    rows = IntakeRow.objects.filter(file__in=files).order_by()
    states = _counted(rows.values_list("file_id", "state").annotate(count=Count("pk")))
    outcomes = _counted(rows.values_list("file_id", "outcome").annotate(count=Count("pk")))
    waiting = dict(
        IntakeSubmission.objects.filter(file__in=files, proposal__state=State.OPEN).values_list(
            "file_id", "proposal_id"
        )
    )
    names = names_of({file.provider_code for file in files if file.provider_code})
    return tuple(
        _summary(
            file,
            states[file.pk],
            outcomes[file.pk],
            waiting.get(file.pk),
            names.get(file.provider_code or "", ""),
        )
        for file in files
    )


def _counted(rows: Iterable[tuple[int, Any, int]]) -> defaultdict[int, dict[Any, int]]:
    counts: defaultdict[int, dict[Any, int]] = defaultdict(dict)
    for file_id, key, count in rows:
        counts[file_id][key] = count
    return counts


def _summary(
    file: IntakeFile,
    states: Mapping[str, int],
    outcomes: Mapping[str | None, int],
    waiting: int | None,
    clinic_name: str,
) -> FileSummary:
    return FileSummary(
        id=file.pk,
        file_id=file.file_id,
        channel=file.channel,
        provider_code=file.provider_code,
        clinic_name=clinic_name,
        month=file.month,
        created_at=file.created_at,
        registered_at=file.registered_at,
        run_id=file.run_id,
        stated_rows=file.stated_rows,
        counts=states,
        differences=_differences(file, states, outcomes),
        waiting_proposal=waiting,
    )


def _differences(
    file: IntakeFile, states: Mapping[str, int], outcomes: Mapping[str | None, int]
) -> tuple[Difference, ...]:
    """Rows behind the wall tell no outcome; where there are some, only the rows are compared."""
    totals = [Difference("行数", file.stated_rows, sum(states.values()))]
    if None not in outcomes:
        totals += [
            Difference("接種", file.stated_given, outcomes.get(GIVEN, 0)),
            Difference("予診のみ", file.stated_screened, outcomes.get(SCREENED_ONLY, 0)),
        ]
    return tuple(each for each in totals if each.stated != each.found)
