"""入力 → 確認 → 登録: one address, three steps, each works without script and loses nothing typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import NotDecided, Proposal
from sesshu.ward.records.assessment import Assessment, assess
from sesshu.ward.records.codes import Held, Source
from sesshu.ward.records.differences import told_before
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.operations import (
    correct_dose,
    is_shown,
    same_day_twice,
    wrong_voucher,
)
from sesshu.ward.records.recorded import RecordedDose
from sesshu.ward.records.settling import in_its_place, keep_record, unsettled
from sesshu.ward.records.situations import (
    DifferenceNotSettled,
    NoStatedReason,
    NothingShown,
    NotRecorded,
    SameDayTwice,
    StoppedByLaw,
)
from sesshu.ward.records.web.desk import Desk
from sesshu.ward.records.web.differences import differences
from sesshu.ward.records.web.forms import ScreeningForm
from sesshu.ward.records.web.panel import Panel, panel_of
from sesshu.ward.records.web.words import compared
from sesshu.ward.vouchers.situations import NotForEntry

MISSING = {"required"}
HOW = "どのように確かめたかを選んでください。"
MAY_NOT_CORRECT = "記録の訂正は、接種の訂正を申請できる担当に頼んでください。"
KEPT = "記録が正しいことを残しました。新しい登録はしていません。"


@dataclass(frozen=True, slots=True)
class Telling:
    """What a form tells of a dose, as it is to be recorded, and the doses it is judged beside.

    `dose` is the one on record that it may tell of once more, `held` which side the clerk found to hold;
    `before` is what it would take the place of.
    """

    entry: DoseEntry
    beside: Sequence[RecordedDose]
    held: Held | None = None
    dose: RecordedDose | None = None
    before: DoseEntry | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """One form on its way. ``beside`` are the doses it is judged with; ``before`` is the one it corrects."""

    desk: Desk
    series: str
    make_form: Callable[..., ScreeningForm]
    submit: Callable[[ScreeningForm, DoseEntry], Proposal]
    beside: Sequence[RecordedDose]
    templates: tuple[str, str]
    before: DoseEntry | None = None

    def answer(self, initial: dict[str, Any]) -> HttpResponse:
        """The page of the step that the request asks for."""
        request = self.desk.request
        if request.method != "POST":
            return self._input(self.make_form(initial=initial), autofocus="given_on")
        form = self.make_form(request.POST)
        step, _, field = request.POST.get("step", "confirm").partition(":")
        match step:
            case "judge":
                return self._judged(form)
            case "edit":
                form.full_clean()
                return self._input(form, autofocus=field)
            case "register":
                return self._register(form)
        return self._confirm(form)

    @property
    def _desk(self) -> str:
        """入力窓口: a correction leaves that of the first entry."""
        return self.before.desk if self.before else self.desk.name

    def _judged(self, form: ScreeningForm) -> HttpResponse:
        _forget_what_is_missing(form)
        if self.desk.request.htmx:  # type: ignore[attr-defined]
            self.desk.look("dose.judge", series=self.series)
            panel = self._panel(form)
            form.mark_needed(stops=panel.stops, settles=panel.to_settle)
            context = {**self.desk.context(), "form": form, "panel": panel, "swapped": True}
            return render(self.desk.request, "ward/records/_panel.html", context)
        return self._input(form, autofocus="")

    def _confirm(self, form: ScreeningForm) -> HttpResponse:
        entry = self._checked(form)
        if entry is None:
            return self._input(form, status=422)
        self.desk.look("dose.confirm", series=self.series)
        telling = self._telling(form)
        context = {
            **self.desk.context(),
            "form": form,
            "items": compared(entry, telling.before, self.desk.rulebook),
            "panel": self._panel(form),
            "correcting": self.before is not None,
            "held": telling.held,
            "found_by": form.found,
        }
        return render(self.desk.request, self.templates[1], context)

    def _register(self, form: ScreeningForm) -> HttpResponse:
        entry = self._checked(form)
        if entry is None:
            return self._input(form, status=422)
        telling = self._telling(form)
        if telling.held is Held.RECORD:
            return self._kept(form, telling)
        try:
            proposal = self._asked(form, entry, telling)
        except (NotRecorded, NotDecided, NotForEntry) as problem:
            form.add_error(None, ValidationError(problem.message, code=problem.reason))
            return self._input(form, status=422)
        target = redirect("dose-sent", self.desk.municipality, self.desk.subject.id, proposal.pk)
        target["Location"] += self.desk.visit.query
        return target

    def _asked(self, form: ScreeningForm, entry: DoseEntry, telling: Telling) -> Proposal:
        """What a second person decides about: a new dose, or the record as it was told."""
        if telling.dose is None or telling.held is not Held.TOLD or form.found is None:
            return self.submit(form, entry)
        desk, said = self.desk, form.cleaned_data
        return correct_dose(
            desk.request.actor,
            telling.dose.id,
            entry,
            f"{Held.TOLD.label}：{form.found.label}",
            desk.on,
            desk.rulebook,
            said["form_key"],
            said["instead_of"],
            told=form.found,
        )

    def _kept(self, form: ScreeningForm, telling: Telling) -> HttpResponse:
        """The record holds: that is kept, and nothing is entered."""
        desk = self.desk
        if telling.dose is not None and form.found is not None:
            keep_record(desk.request.actor, telling.entry, telling.dose, form.found)
            messages.success(desk.request, KEPT)
        target = redirect("resident", desk.municipality, desk.subject.id)
        target["Location"] += desk.visit.query
        return target

    def _telling(self, form: ScreeningForm) -> Telling:
        """What a valid form tells, as it is to be recorded, and beside what it is judged."""
        entry = form.entry(self._desk)
        told = told_before(entry, self.beside)
        held = form.settled if told else None
        if held is not Held.TOLD:
            return Telling(entry, self.beside, held, told[0] if told else None, self.before)
        others = [dose for dose in self.beside if dose.id != told[0].id]
        placed = in_its_place(told[0].entry, entry)
        return Telling(placed, others, held, told[0], told[0].entry)

    def _checked(self, form: ScreeningForm) -> DoseEntry | None:
        """The entry of a form without faults; otherwise the form says what is wrong."""
        if not form.is_valid():
            return None
        telling = self._telling(form)
        self._ask_to_settle(form)
        if telling.held is Held.RECORD:
            return None if form.errors else telling.entry
        return self._keeping_the_law(form, telling)

    def _ask_to_settle(self, form: ScreeningForm) -> None:
        """A dose on record that may be the same is settled before anything is entered (S1.9)."""
        entry = form.entry(self._desk)
        if not unsettled(entry, told_before(entry, self.beside)):
            return
        for name, problem in (("held", DifferenceNotSettled.message), ("found_by", HOW)):
            if not form.cleaned_data.get(name):
                form.add_error(name, ValidationError(problem))
        may = self.desk.request.account.may(Permission.DOSE_CORRECT)
        if form.settled is Held.TOLD and not may:
            form.add_error("held", ValidationError(MAY_NOT_CORRECT))

    def _keeping_the_law(self, form: ScreeningForm, telling: Telling) -> DoseEntry | None:
        entry = telling.entry
        if problem := wrong_voucher(entry, telling.before):
            form.add_error("voucher_number", ValidationError(problem.message, code=problem.reason))
        if same_day_twice(entry, telling.beside):
            form.add_error("second_of_day", ValidationError(SameDayTwice.message))
        if not is_shown(entry):
            form.add_error("evidence", ValidationError(NothingShown.message))
        if not self._assessed(telling).stops:
            entry = _as_the_law_says(entry)
        elif not entry.as_given:
            form.add_error("as_given", ValidationError(StoppedByLaw.message))
        elif entry.particulars and not entry.particulars.stated_reason:
            form.add_error("stated_reason", ValidationError(NoStatedReason.message))
        return None if form.errors else entry

    def _input(self, form: ScreeningForm, status: int = 200, autofocus: str = "") -> HttpResponse:
        self.desk.look("dose.form", series=self.series)
        if autofocus in form.fields and not form.errors:
            form.fields[autofocus].widget.attrs["autofocus"] = True
        panel = self._panel(form)
        form.mark_needed(stops=panel.stops, settles=panel.to_settle)
        context = {
            **self.desk.context(),
            "form": form,
            "series": self.desk.rulebook.series[self.series],
            "panel": panel,
        }
        return render(self.desk.request, self.templates[0], context, status=status)

    def _panel(self, form: ScreeningForm) -> Panel:
        if not form.is_bound:
            before = self.before and Telling(self.before, self.beside)
            found = self._assessed(before) if before else None
            return panel_of(found, self.desk.rulebook)
        if not hasattr(form, "cleaned_data") or not form.can_be_judged:
            return panel_of(None, self.desk.rulebook)
        entry, telling = form.entry(self._desk), self._telling(form)
        twice = same_day_twice(replace(telling.entry, second_of_day=False), telling.beside)
        rulebook = self.desk.rulebook
        told = differences(entry, told_before(entry, self.beside), rulebook)
        return panel_of(self._assessed(telling), rulebook, same_day=twice, differences=told)

    def _assessed(self, telling: Telling) -> Assessment:
        desk = self.desk
        return assess(telling.entry, desk.subject, telling.beside, desk.on, desk.rulebook)


def _as_the_law_says(entry: DoseEntry) -> DoseEntry:
    """A dose that nothing stops needs neither excuse nor decision; what was ticked before is left out."""
    place = entry.particulars and replace(entry.particulars, stated_reason=None)
    decision = entry.decision if entry.source is Source.ABROAD else None
    return replace(entry, as_given=False, decision=decision, particulars=place)


def _forget_what_is_missing(form: ScreeningForm) -> None:
    """A form that is only judged may still be empty here and there."""
    form.full_clean()
    for name, problems in list(form.errors.as_data().items()):
        if all(problem.code in MISSING for problem in problems):
            del form.errors[name]
