"""The register, a report typed from its paper, another state of one, and that it was handed on (B11)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.reactions import operations
from sesshu.ward.reactions.codes import PURPOSE, HandedTo
from sesshu.ward.reactions.operations import Reported
from sesshu.ward.reactions.queries import Reaction, by_symptom, reaction_of, register
from sesshu.ward.reactions.situations import NoSuchReport, ReactionRefused
from sesshu.ward.reactions.symptoms import provision
from sesshu.ward.reactions.web.forms import ChangeForm, HandOnForm, ReportForm
from sesshu.ward.reactions.web.words import dose_in_words, items_of
from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.models import Dose
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.resident import find
from sesshu.ward.rulebooks.releases import rulebook_here

ASKED = "確認に回しました。別の職員が確認すると、管理簿に載ります。"


@requires(Permission.REACTION_RECORD)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """副反応疑い管理簿 of a fiscal year: one look at everybody on it."""
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else None
    year = year or fiscal_year(today())
    found, rulebook = register(year), rulebook_here()
    subjects = dict.fromkeys(each.subject.id for each in found)
    ledger.look(request.actor, "reaction.register", PURPOSE, subjects)
    context = {
        "year": year,
        "rows": [(each, dose_in_words(each.dose, rulebook)) for each in found],
        "counts": by_symptom(found),
        "may_take_out": request.account.may(Permission.FILE_TAKE_OUT_REQUEST),
    }
    return render(request, "ward/reactions/register.html", context)


@requires(Permission.REACTION_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str, dose_id: int) -> HttpResponse:
    """A report about a dose on record; posted, it goes to a second person."""
    dose = _dose(dose_id)
    form = ReportForm(request.POST or None)
    if form.is_valid() and _asked(request, form, form.reported(dose_id)):
        return redirect("reactions", municipality)
    return _page(request, "ward/reactions/new.html", dose, form)


@requires(Permission.REACTION_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """A report with where it was handed on to; posted, that it was handed on once more."""
    found = _reaction(report_id)
    form = HandOnForm(request.POST or None, initial={"handed_on": today()})
    if form.is_valid() and _handed_on(request, report_id, form):
        return redirect("reaction", municipality, report_id)
    return _page(
        request,
        "ward/reactions/one.html",
        found.dose,
        form,
        items=items_of(operations.standing(report_id)),
        found=found,
        handed_on=[(each.label, found.handed_on.get(each)) for each in HandedTo],
    )


@requires(Permission.REACTION_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """A later course, a mistake put right, or that it was none."""
    found = _reaction(report_id)
    form = ChangeForm(request.POST or None, operations.standing(report_id))
    if form.is_valid() and _asked(request, form, form.told()):
        return redirect("reactions", municipality)
    return _page(request, "ward/reactions/change.html", found.dose, form, found=found)


def _page(
    request: PortalRequest,
    template: str,
    dose: Dose,
    form: ReportForm | HandOnForm,
    **more: object,
) -> HttpResponse:
    ledger.look(request.actor, "reaction.seen", PURPOSE, [dose.resident_id], {"dose": dose.pk})
    shown = find(dose.resident_id, today())
    context = {
        "identity": identity_of(shown, today(), request.account),
        "dose": dose_in_words(dose, rulebook_here()),
        "provision": provision(),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, template, context | more, status=status)


def _asked(request: PortalRequest, form: ReportForm, reported: Reported) -> bool:
    """Whether it waits for a second person; if not, the form says why."""
    try:
        operations.propose(request.actor, reported, form.cleaned_data["reason"])
    except ReactionRefused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, ASKED)
    return True


def _handed_on(request: PortalRequest, report_id: int, form: HandOnForm) -> bool:
    said = form.cleaned_data
    try:
        operations.hand_on(request.actor, report_id, HandedTo(said["handed_to"]), said["handed_on"])
    except ReactionRefused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, "送ったことを記録しました。")
    return True


def _dose(dose_id: int) -> Dose:
    dose = Dose.objects.filter(
        pk=dose_id, currentdose__isnull=False, outcome=Outcome.GIVEN.value
    ).first()
    if dose is None:
        raise Http404("no such dose stands")
    return dose


def _reaction(report_id: int) -> Reaction:
    try:
        operations.standing(report_id)
    except NoSuchReport as error:
        raise Http404("no such report") from error
    found = reaction_of(report_id)
    if found is None:
        raise Http404("no such report")
    return found
