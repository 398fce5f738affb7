"""The queue of the second person, and one entry of it beside the verdict as of now (R5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, QuerySet
from django.db.models.functions import Cast

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import NoSuchProposal, Proposal, State
from sesshu.ward.circumstances.queries import known_of_people
from sesshu.ward.pregnancies.queries import facts_of_people
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.ward.records.assessment import Assessment, assess
from sesshu.ward.records.codes import KINDS, Act, act_of
from sesshu.ward.records.differences import told_before
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.models import Dose, EntryForm
from sesshu.ward.records.operations import verdict_shown
from sesshu.ward.records.payload import entry_in
from sesshu.ward.records.recorded import RecordedDose, doses_of, rows_of, standing_doses
from sesshu.ward.records.subject import Subject, subject_of, subjects_of
from sesshu.ward.records.taking_effect import assessed
from sesshu.ward.records.whereabouts import particulars_of
from sesshu.ward.rulebooks.releases import rulebook_here

NOBODY = 0  # a part of the system enters nothing and checks nothing; accounts count from 1


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """Conditions of the queue; what is None does not matter."""

    act: Act | None = None
    series: str | None = None
    entered_by: int | None = None
    as_given: bool = False
    """Only doses that the law stops."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; ``locked`` when the viewer entered it and may not check it."""

    proposal_id: int
    act: Act
    subject: Subject
    series: str
    given_on: date
    assessment: Assessment | None
    entered_by_name: str
    entered_at: datetime
    locked: bool
    sent_back_because: str | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, how many there are under the filters, and who entered what waits."""

    rows: tuple[QueueRow, ...]
    total: int
    enterers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """For the home page: what the actor can check, what others have to check, what came back."""

    to_check: int
    own: int
    sent_back: int


@dataclass(frozen=True, slots=True)
class EnteredForm:
    """One proposal with all that the second person has to see; ``entry`` is None for a cancellation."""

    proposal: Proposal
    act: Act
    subject: Subject
    entry: DoseEntry | None
    before: RecordedDose | None
    assessment: Assessment | None
    verdict_shown: str
    dose_id: int | None
    """The row it became, once approved."""
    told_before: tuple[RecordedDose, ...]
    """The doses on record that it may tell of once more, while it waits (S1.9)."""


def check_queue(
    actor: Actor, filters: QueueFilters, on: date, offset: int = 0, limit: int = 50
) -> QueuePage:
    """What waits for a second person, oldest first, each with the verdict as of a day."""
    waiting = _waiting()
    enterers = waiting.order_by("proposed_by_name").values_list("proposed_by", "proposed_by_name")
    found = _filtered(waiting, filters)
    page = list(found.order_by("id")[offset : offset + limit])
    return QueuePage(_rows(page, actor, on), found.count(), tuple(enterers.distinct()))


def sent_back_to(actor: Actor, on: date) -> tuple[QueueRow, ...]:
    """What others handed back to the actor and has not been entered anew, oldest first."""
    return _rows(list(_sent_back(actor).order_by("decided_at")), actor, on)


def waiting_for(actor: Actor) -> Waiting:
    """Counts for the home page."""
    own = _waiting().filter(proposed_by=_account(actor)).count()
    return Waiting(_waiting().count() - own, own, _sent_back(actor).count())


def next_to_check(actor: Actor, filters: QueueFilters, after: int = 0) -> int | None:
    """The oldest proposal behind another one that the actor may check; None at the end of the queue."""
    found = _filtered(_waiting(), filters).exclude(proposed_by=_account(actor))
    return found.filter(pk__gt=after).order_by("id").values_list("pk", flat=True).first()


def entry_of(proposal_id: int, on: date) -> EnteredForm:
    """A proposal about a dose in any state. Raises NoSuchProposal."""
    proposal = second_person.proposal_of(proposal_id)
    if proposal is None or proposal.kind not in KINDS:
        raise NoSuchProposal
    said, act = proposal.payload, act_of(proposal.kind)
    is_open = proposal.state == State.OPEN
    entry = None if act is Act.CANCELLATION else _entry(proposal)
    return EnteredForm(
        proposal=proposal,
        act=act,
        subject=subject_of(said["resident_id"]),
        entry=entry,
        before=_row(said["resident_id"], said["supersedes"]),
        assessment=None if act is Act.CANCELLATION else assessed(proposal, on),
        verdict_shown=verdict_shown(proposal, on) if is_open else "",
        dose_id=Dose.objects.filter(proposal=proposal).values_list("pk", flat=True).first(),
        told_before=_told_before(entry, said["supersedes"]) if entry and is_open else (),
    )


def _account(actor: Actor) -> int:
    return NOBODY if actor.account_id is None else actor.account_id


def _entry(proposal: Proposal) -> DoseEntry:
    place = proposal.payload["particulars_of"] or proposal.pk
    return entry_in(proposal.payload, particulars_of([place]).get(place))


def _told_before(entry: DoseEntry, instead_of: int | None) -> tuple[RecordedDose, ...]:
    beside = [dose for dose in doses_of(entry.resident_id) if dose.id != instead_of]
    return told_before(entry, beside)


def _row(resident_id: int, dose_id: int | None) -> RecordedDose | None:
    return next((row for row in rows_of(resident_id) if row.id == dose_id), None)


def _waiting() -> QuerySet[Proposal]:
    return Proposal.objects.filter(state=State.OPEN, kind__in=KINDS)


def _sent_back(actor: Actor) -> QuerySet[Proposal]:
    anew = EntryForm.objects.filter(instead_of=OuterRef("pk"))
    declined = Proposal.objects.filter(
        state=State.DECLINED, kind__in=KINDS, proposed_by=_account(actor)
    )
    return declined.filter(~Exists(anew))


def _filtered(found: QuerySet[Proposal], filters: QueueFilters) -> QuerySet[Proposal]:
    said = found.annotate(said=Cast("payload_json", JSONField()))
    if filters.act:
        said = said.filter(kind=filters.act.kind)
    if filters.series:
        said = said.filter(said__series=filters.series)
    if filters.entered_by:
        said = said.filter(proposed_by=filters.entered_by)
    if filters.as_given:
        said = said.filter(said__as_given=True)
    return said


def _rows(page: list[Proposal], actor: Actor, on: date) -> tuple[QueueRow, ...]:
    residents = {proposal.payload["resident_id"] for proposal in page}
    subjects, standing = subjects_of(residents), standing_doses(residents)
    known, rulebook = known_of_people(residents), rulebook_here()
    pregnancies = facts_of_people(
        {
            proposal.payload["resident_id"]
            for proposal in page
            if asks_for_pregnancy(proposal.payload["series"], rulebook)
        }
    )

    def judged(said: dict[str, Any]) -> Assessment:
        number = said["resident_id"]
        beside = [dose for dose in standing[number] if dose.id != said["supersedes"]]
        told = known[number]
        if asks_for_pregnancy(said["series"], rulebook):
            told = told._replace(facts=pregnancies[number] + told.facts)
        return assess(entry_in(said, None), subjects[number], beside, on, rulebook, told)

    return tuple(
        _queue_row(proposal, subjects[proposal.payload["resident_id"]], judged, actor)
        for proposal in page
    )


def _queue_row(
    proposal: Proposal,
    subject: Subject,
    judged: Callable[[dict[str, Any]], Assessment],
    actor: Actor,
) -> QueueRow:
    said, act = proposal.payload, act_of(proposal.kind)
    found = None if act is Act.CANCELLATION else judged(said)
    return QueueRow(
        proposal_id=proposal.pk,
        act=act,
        subject=subject,
        series=said["series"],
        given_on=date.fromisoformat(said["given_on"]),
        assessment=found,
        entered_by_name=proposal.proposed_by_name,
        entered_at=proposal.proposed_at,
        locked=proposal.proposed_by == actor.account_id,
        sent_back_because=proposal.decision_reason,
    )
