"""予算: a fiscal year by series, used against allowed, and a budget for a second person (V109)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.fees import budgets
from sesshu.ward.fees.web.forms import BudgetForm
from sesshu.ward.letters.web.lists import year_asked
from sesshu.ward.letters.web.words import year_in_words
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.FEE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: PortalRequest, municipality: str) -> HttpResponse:
    """The year's series; sending the form asks a second person for a budget."""
    asked, rulebook = year_asked(request), rulebook_here()
    may_settle = request.account.may(Permission.FEE_SETTLE)
    form = BudgetForm(request.POST or None, rulebook=rulebook)
    if may_settle and form.is_valid():
        budgets.propose(request.actor, form.allowed(asked), form.cleaned_data["reason"])
        messages.success(request, "予算の登録を申請しました。ほかの職員が確認します。")
        return redirect(f"{reverse('budget', args=[municipality])}?year={asked}")
    rows = budgets.watch(asked)
    context = {
        "rows": [(row, _name(row.series)) for row in rows],
        "year": asked,
        "year_in_words": year_in_words(asked),
        "is_this_year": asked == fiscal_year(today()),
        "through": budgets.newest_month(asked),
        "used": sum(row.used for row in rows),
        "allowed": sum(row.budget or 0 for row in rows),
        "form": form,
        "may_settle": may_settle,
    }
    return render(request, "ward/fees/budget.html", context, status=422 if form.errors else 200)


def _name(series: str) -> str:
    known = rulebook_here().series.get(series)
    return known.name if known else series
