"""入力 → 確認 → 登録: one address, three steps, each works without script and loses nothing typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation.second_person import NotDecided, Proposal
from sesshu.ward.records.assessment import Assessment, assess
from sesshu.ward.records.codes import Source
from sesshu.ward.records.differences import told_before
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.operations import is_shown, same_day_twice, wrong_voucher
from sesshu.ward.records.recorded import RecordedDose
from sesshu.ward.records.situations import (
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
            form.mark_needed(stops=panel.stops)
            context = {**self.desk.context(), "form": form, "panel": panel, "swapped": True}
            return render(self.desk.request, "ward/records/_panel.html", context)
        return self._input(form, autofocus="")

    def _confirm(self, form: ScreeningForm) -> HttpResponse:
        entry = self._checked(form)
        if entry is None:
            return self._input(form, status=422)
        self.desk.look("dose.confirm", series=self.series)
        context = {
            **self.desk.context(),
            "form": form,
            "items": compared(entry, self.before, self.desk.rulebook),
            "panel": self._panel(form),
            "correcting": self.before is not None,
        }
        return render(self.desk.request, self.templates[1], context)

    def _register(self, form: ScreeningForm) -> HttpResponse:
        entry = self._checked(form)
        if entry is None:
            return self._input(form, status=422)
        try:
            proposal = self.submit(form, entry)
        except (NotRecorded, NotDecided, NotForEntry) as problem:
            form.add_error(None, ValidationError(problem.message, code=problem.reason))
            return self._input(form, status=422)
        target = redirect("dose-sent", self.desk.municipality, self.desk.subject.id, proposal.pk)
        target["Location"] += self.desk.visit.query
        return target

    def _checked(self, form: ScreeningForm) -> DoseEntry | None:
        """The entry of a form without faults; otherwise the form says what is wrong."""
        if not form.is_valid():
            return None
        entry = form.entry(self._desk)
        if problem := wrong_voucher(entry, self.before):
            form.add_error("voucher_number", ValidationError(problem.message, code=problem.reason))
        if same_day_twice(entry, self.beside):
            form.add_error("second_of_day", ValidationError(SameDayTwice.message))
        if not is_shown(entry):
            form.add_error("evidence", ValidationError(NothingShown.message))
        if not self._assessed(entry).stops:
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
        form.mark_needed(stops=panel.stops)
        context = {
            **self.desk.context(),
            "form": form,
            "series": self.desk.rulebook.series[self.series],
            "panel": panel,
        }
        return render(self.desk.request, self.templates[0], context, status=status)

    def _panel(self, form: ScreeningForm) -> Panel:
        if not form.is_bound:
            found = self._assessed(self.before) if self.before else None
            return panel_of(found, self.desk.rulebook)
        if not hasattr(form, "cleaned_data") or not form.can_be_judged:
            return panel_of(None, self.desk.rulebook)
        entry = form.entry(self._desk)
        twice = same_day_twice(replace(entry, second_of_day=False), self.beside)
        rulebook = self.desk.rulebook
        told = differences(entry, told_before(entry, self.beside), rulebook)
        return panel_of(self._assessed(entry), rulebook, same_day=twice, differences=told)

    def _assessed(self, entry: DoseEntry) -> Assessment:
        desk = self.desk
        return assess(entry, desk.subject, self.beside, desk.on, desk.rulebook)


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
