"""A resident asks about the own history: who asks is verified, the sheet printed, the ledger told (B12)."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sesshu.documents import NotPrinted
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.records.answering import AskedAboutGuarded, AskedBy, Question, answer
from sesshu.ward.records.web.desk import Desk, desk_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.vouchers.codes import IdentityDocument


class QuestionForm(forms.Form):
    """Who asks, and by what they are known; nothing else is needed (R22)."""

    asked_by = forms.ChoiceField(
        label="問合せをした方",
        choices=[(each.value, each.label) for each in AskedBy],
        widget=forms.RadioSelect,
    )
    identity_document = forms.ChoiceField(
        label="本人確認書類",
        choices=[(each.value, each.label) for each in IdentityDocument],
        widget=forms.RadioSelect,
        help_text="代理人のときは、代理人の書類です。",
    )
    same_person = forms.BooleanField(
        label="氏名・生年月日・住所が、書類と上の住民で同じであることを確かめた",
        error_messages={"required": "書類と見くらべて、同じならチェックを付けてください。"},
    )

    def question(self) -> Question:
        """What a valid form says."""
        said = self.cleaned_data
        return Question(
            asked_by=AskedBy(said["asked_by"]),
            identity_document=IdentityDocument(said["identity_document"]),
        )


@requires(Permission.HISTORY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def history_answer(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The form; posted, the sheet as PDF."""
    desk = desk_of(request, municipality, resident_id, Purpose.COUNTER)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        printed = _printed(desk, form)
        if printed is not None:
            return HttpResponse(printed, content_type="application/pdf")
    desk.look("history.question")
    status = 422 if form.errors else 200
    context = {**desk.context(), "form": form}
    return render(request, "ward/records/history_answer.html", context, status=status)


def _printed(desk: Desk, form: QuestionForm) -> bytes | None:
    """The sheet; if there is none, the form says why."""
    try:
        return answer(desk.request.actor, desk.subject.id, form.question(), desk.on)
    except AskedAboutGuarded as refusal:
        form.add_error(None, refusal.message)
    except NotPrinted as problem:
        form.add_error(None, f"印刷できませんでした。{problem}")
    return None
