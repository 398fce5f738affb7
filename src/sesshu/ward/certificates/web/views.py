"""The tab 「済証」: what was issued to one resident, and one more (F06)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.documents import NotPrinted
from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.certificates.operations import PURPOSE, issue
from sesshu.ward.certificates.paper import certificate_pdf
from sesshu.ward.certificates.queries import issued, issued_to, provable
from sesshu.ward.certificates.situations import NoCertificate
from sesshu.ward.certificates.web.forms import CertificateForm
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.letters.web.words import number_in_words
from sesshu.ward.refunds.web.words import dose_in_words
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import Visit, visit_of
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers.web.runs import pdf_file


@requires(Permission.CERTIFICATE_ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def of_resident(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """What was issued, newest first, and a form for one more; of guarded people whom to ask."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown, rulebook = find(resident_id, today()), rulebook_here()
    words = {dose.id: (dose_in_words(dose, rulebook), kind) for dose, kind in provable(resident_id)}
    form = CertificateForm(request.POST or None, provable=words)
    if form.is_valid() and _issued(request, resident_id, form):
        return _back(municipality, resident_id, visit)
    look(request, visit, "certificate.history", [resident_id])
    context = page_context(request, municipality, shown, visit) | {
        "form": form,
        "provable": words,
        "guarded": shown.is_guarded,
        "issued": [
            {
                "each": each,
                "number": number_in_words(each.certificate.fiscal_year, each.certificate.number),
                "applicant": Applicant(each.certificate.applicant).label,
                "doses": [dose_in_words(dose, rulebook) for dose in each.doses],
            }
            for each in issued_to(resident_id)
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "ward/certificates/of_resident.html", context, status=status)


@requires(Permission.CERTIFICATE_ISSUE)
@require_POST
def print_one(
    request: PortalRequest, municipality: str, resident_id: int, certificate_id: int
) -> HttpResponse:
    """The PDF of one certificate as it was issued; its opening is entered about its person."""
    found = issued(resident_id, certificate_id)
    if found is None:
        raise Http404("no such certificate")
    details = {"certificate": certificate_id}
    ledger.look_each(request.actor, "certificate.printed", PURPOSE, [resident_id], details)
    try:
        pdf = certificate_pdf(found, find(resident_id, today()), rulebook_here())
    except (NoCertificate, NotPrinted) as problem:
        messages.error(request, f"印刷できませんでした。{problem}")
        return _back(municipality, resident_id, visit_of(request) or Visit(Purpose.COUNTER))
    return pdf_file(pdf, f"certificate-{certificate_id}")


def _issued(request: PortalRequest, resident_id: int, form: CertificateForm) -> bool:
    """Whether it was issued; if not, the form says why."""
    try:
        issue(request.actor, form.asked(resident_id))
    except NoCertificate as problem:
        form.add_error(None, problem.message)
        return False
    messages.success(request, "済証を発行しました。下の一覧からPDFを開いて印刷してください。")
    return True


def _back(municipality: str, resident_id: int, visit: Visit) -> HttpResponse:
    target = redirect("resident-certificates", municipality, resident_id)
    target["Location"] += visit.query
    return target
