"""Enter, correct, cancel, check: each asks or decides, none writes a dose by itself (R5).

What one person enters is a proposal; when another approves it, `taking_effect` records it in the same
transaction. All are acts in the ledger, and so is every refusal.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from psycopg.errors import UniqueViolation

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.state import State
from sesshu.schedule.types import Rulebook
from sesshu.ward.records.assessment import assess
from sesshu.ward.records.codes import SHOWN, Act, FoundBy, Held, Source
from sesshu.ward.records.differences import told_before
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.models import Dose, EntryForm
from sesshu.ward.records.payload import cancellation_of, payload_of
from sesshu.ward.records.recorded import RecordedDose, doses_of
from sesshu.ward.records.settling import settle, unsettled
from sesshu.ward.records.situations import (
    DifferenceNotSettled,
    NoReasonToChange,
    NoStatedReason,
    NoSuchDose,
    NothingChanged,
    NothingShown,
    SameDayTwice,
    SomebodyElsesForm,
    StoppedByLaw,
    VerdictChanged,
)
from sesshu.ward.records.subject import Subject, subject_of
from sesshu.ward.records.taking_effect import assessed
from sesshu.ward.records.whereabouts import new_salt, sealed, store
from sesshu.ward.vouchers.at_entry import refused_number
from sesshu.ward.vouchers.situations import NotForEntry

ENTERING = "接種記録の入力"
CHANGING = "接種記録の訂正・取消し"
CHECKING = "接種記録の確認"
FROM_THE_FORM = "予診票の入力"


def enter_dose(
    actor: Actor,
    entry: DoseEntry,
    on: date,
    rulebook: Rulebook,
    form_key: UUID,
    instead_of: int | None = None,
    another: FoundBy | None = None,
) -> Proposal:
    """Ask a second person to check a dose; the same form sent twice is one proposal.

    ``instead_of`` names the proposal that was sent back and is entered anew; ``another`` says by what it was
    found to be another dose than those of the record that it may tell of once more. Raises StoppedByLaw,
    NoStatedReason, SameDayTwice, DifferenceNotSettled, SomebodyElsesForm, NoSuchResident, NotForEntry.
    """

    def ask(event: ledger.Event) -> Proposal:
        subject = subject_of(entry.resident_id)
        if problem := wrong_voucher(entry):
            raise problem
        beside = doses_of(entry.resident_id)
        _refuse_faults(entry, subject, beside, on, rulebook)
        _compare(event, entry, beside, another)
        return _propose(actor, Act.ENTRY, entry, FROM_THE_FORM, subject)

    return _once(actor, "dose.entered", ENTERING, entry.resident_id, form_key, ask, instead_of)


def correct_dose(
    actor: Actor,
    dose_id: int,
    entry: DoseEntry,
    reason: str,
    on: date,
    rulebook: Rulebook,
    form_key: UUID,
    instead_of: int | None = None,
    another: FoundBy | None = None,
    told: FoundBy | None = None,
) -> Proposal:
    """Ask a second person to put an entry in the place of a standing dose of the same resident.

    ``told``: it was told of once more, and what was told was found to hold by this (S1.9). Raises as
    `enter_dose`, and NoSuchDose, NoReasonToChange, NothingChanged.
    """

    def ask(event: ledger.Event) -> Proposal:
        event.detail(dose=dose_id)
        old = _standing(dose_id, entry.resident_id)
        beside = [dose for dose in doses_of(entry.resident_id) if dose.id != dose_id]
        if _same(entry, old.entry):
            raise NothingChanged
        if problem := wrong_voucher(entry, old.entry):
            raise problem
        subject = subject_of(entry.resident_id)
        _refuse_faults(entry, subject, beside, on, rulebook, stated=old.entry.as_given)
        _compare(event, entry, beside, another)
        if told:
            settle(event, entry, [old], (Held.TOLD, told))
        return _propose(actor, Act.CORRECTION, entry, _stated(reason), subject, old)

    return _once(
        actor, "dose.correction_asked", CHANGING, entry.resident_id, form_key, ask, instead_of
    )


def cancel_dose(
    actor: Actor, dose_id: int, reason: str, form_key: UUID, instead_of: int | None = None
) -> Proposal:
    """Ask a second person to take a standing dose from the record. Raises NoSuchDose, NoReasonToChange."""
    dose = Dose.objects.filter(pk=dose_id).first()
    if dose is None:
        raise NoSuchDose
    resident_id = dose.resident_id

    def ask(event: ledger.Event) -> Proposal:
        event.detail(dose=dose_id)
        _standing(dose_id, resident_id)
        kind, said = Act.CANCELLATION.kind, cancellation_of(dose)
        return second_person.propose(actor, kind, said, [resident_id], _stated(reason))

    return _once(actor, "dose.cancellation_asked", CHANGING, resident_id, form_key, ask, instead_of)


def approve(
    actor: Actor, proposal_id: int, shown_sha256: str, shown_verdict: str, on: date
) -> Proposal:
    """Confirm an entry, a correction or a cancellation with the verdict that was shown.

    Raises what `second_person.approve` and `taking_effect` raise, and VerdictChanged.
    """
    with ledger.act(actor, "dose.checked", CHECKING) as event:
        proposal = _proposal(proposal_id, event)
        if verdict_shown(proposal, on) != shown_verdict and _waits(proposal_id):
            raise VerdictChanged  # of one that was decided meanwhile, `second_person` says so
        return second_person.approve(actor, proposal_id, shown_sha256, CHECKING)


def _waits(proposal_id: int) -> bool:
    proposal = second_person.proposal_of(proposal_id)
    return proposal is not None and proposal.state == State.OPEN


def send_back(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    """Hand an entry back to whoever made it. Raises what `second_person.decline` raises."""
    with ledger.act(actor, "dose.sent_back", CHECKING) as event:
        _proposal(proposal_id, event)
        return second_person.decline(actor, proposal_id, reason, CHECKING)


def hold(actor: Actor, proposal_id: int) -> None:
    """Leave an entry as it is; the ledger keeps that it was opened and put aside."""
    with ledger.act(actor, "dose.held", CHECKING) as event:
        _proposal(proposal_id, event)


def take_back(actor: Actor, proposal_id: int) -> Proposal:
    """Withdraw what one has asked for oneself. Raises what `second_person.withdraw` raises."""
    with ledger.act(actor, "dose.taken_back", ENTERING) as event:
        _proposal(proposal_id, event)
        return second_person.withdraw(actor, proposal_id, ENTERING)


def verdict_shown(proposal: Proposal, on: date) -> str:
    """What a page hands back to say which verdict it showed; a cancellation has none."""
    if proposal.kind == Act.CANCELLATION.kind:
        return Act.CANCELLATION.value
    return assessed(proposal, on).fingerprint


def proposal_of_form(actor: Actor, form_key: UUID) -> Proposal | None:
    """What a form that was sent already asked for. Raises SomebodyElsesForm."""
    sent = EntryForm.objects.select_related("proposal").filter(key=form_key).first()
    if sent is None:
        return None
    if sent.proposal.proposed_by != actor.account_id:
        raise SomebodyElsesForm
    return sent.proposal


def _once(
    actor: Actor,
    action: str,
    purpose: str,
    resident_id: int,
    form_key: UUID,
    ask: Callable[[ledger.Event], Proposal],
    instead_of: int | None = None,
) -> Proposal:
    """One proposal per form, however often and however fast it is sent."""
    if sent := proposal_of_form(actor, form_key):
        return sent
    try:
        with ledger.act(actor, action, purpose) as event:
            event.about(resident_id)
            proposal = ask(event)
            EntryForm.objects.create(key=form_key, proposal=proposal, instead_of_id=instead_of)
            event.detail(proposal=proposal.pk)
            return proposal
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation) and (
            sent := proposal_of_form(actor, form_key)
        ):
            return sent
        raise


def _refuse_faults(
    entry: DoseEntry,
    subject: Subject,
    beside: Collection[RecordedDose],
    on: date,
    rulebook: Rulebook,
    *,
    stated: bool = False,
) -> None:
    """``stated``: the reason to record it as given stands with the dose that is corrected."""
    if same_day_twice(entry, beside):
        raise SameDayTwice
    if not is_shown(entry):
        raise NothingShown
    if not assess(entry, subject, beside, on, rulebook).stops:
        return
    if not entry.as_given:
        raise StoppedByLaw
    place = entry.particulars
    if not (stated if place is None else (place.stated_reason or "").strip()):
        raise NoStatedReason


def _compare(
    event: ledger.Event,
    entry: DoseEntry,
    beside: Collection[RecordedDose],
    another: FoundBy | None,
) -> None:
    """What may be told of once more is settled first, and the settlement kept (S1.9)."""
    told = unsettled(entry, told_before(entry, beside))
    if told and another is None:
        raise DifferenceNotSettled
    if told and another is not None:
        settle(event, entry, told, (Held.BOTH, another))


def same_day_twice(entry: DoseEntry, beside: Collection[RecordedDose]) -> bool:
    """Whether the same vaccine stands on record for the day, and nobody said that it was given twice."""
    return not entry.second_of_day and any(
        entry.what is not None
        and (dose.entry.what, dose.entry.given_on) == (entry.what, entry.given_on)
        for dose in beside
    )


def is_shown(entry: DoseEntry) -> bool:
    """Whether an entry says by what a dose given elsewhere is known; PostgreSQL asks the same."""
    if entry.source is Source.ABROAD and not (entry.country and entry.language and entry.decision):
        return False
    shown = SHOWN.get(entry.source, ())
    return entry.evidence in shown if shown else entry.evidence is None


def wrong_voucher(entry: DoseEntry, before: DoseEntry | None = None) -> NotForEntry | None:
    """Why the 券番号 of an entry cannot be entered; a correction may keep the number it has."""
    number = entry.voucher_number
    if not number or entry.foreign_voucher or (before and before.voucher_number == number):
        return None
    return refused_number(number, entry.resident_id, entry.series)


def _propose(
    actor: Actor,
    act: Act,
    entry: DoseEntry,
    reason: str,
    subject: Subject,
    old: RecordedDose | None = None,
) -> Proposal:
    """The proposal, and beside it where the dose was given; a correction may leave that as it was."""
    salt = new_salt()
    place = entry.particulars
    said = payload_of(
        entry,
        supersedes=old.id if old else None,
        particulars_sha256=sealed(place, salt) if place else None,
        particulars_of=old.particulars_of if old and place is None else None,
    )
    proposal = second_person.propose(actor, act.kind, said, [subject.id], reason)
    if place is not None:
        store(place, salt, proposal, subject)
    return proposal


def _standing(dose_id: int, resident_id: int) -> RecordedDose:
    """Of this very 宛名: a dose under another one of the same person is changed there."""
    for dose in doses_of(resident_id):
        if dose.id == dose_id and dose.entry.resident_id == resident_id:
            return dose
    raise NoSuchDose


def _same(entry: DoseEntry, old: DoseEntry) -> bool:
    if entry.particulars is None:
        return replace(old, particulars=None) == entry
    return old == entry


def _stated(reason: str) -> str:
    if not reason.strip():
        raise NoReasonToChange
    return reason.strip()


def _proposal(proposal_id: int, event: ledger.Event) -> Proposal:
    event.detail(proposal=proposal_id)
    proposal = second_person.proposal_of(proposal_id)
    if proposal is None:
        raise second_person.NoSuchProposal
    event.about(*proposal.subjects)
    return proposal
