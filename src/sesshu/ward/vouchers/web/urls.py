"""Addresses of vouchers' pages."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.vouchers.web import fixing, guarded, resident, returns, runs

MENU = (
    (Permission.VOUCHER_ISSUE, "返戻", "voucher-returns", 25),
    (Permission.GUARDED_PRINT, "担当課の券の印刷", "issue-guarded", 32),
    (Permission.ISSUE_VIEW, "一斉発行", "issue-runs", 40),
)
RUN = "issue-runs/<int:run_id>/"
PERSON = "residents/<int:resident_id>/vouchers/"

urlpatterns = [
    path("issue-runs/", runs.runs, name="issue-runs"),
    path("issue-runs/new", runs.new, name="issue-run-new"),
    path(RUN, runs.run, name="issue-run"),
    path(f"{RUN}list/", runs.candidates, name="issue-candidates"),
    path(f"{RUN}fix", runs.ask_fix, name="issue-ask-fix"),
    path(f"{RUN}discard", runs.discard, name="issue-discard"),
    path(f"{RUN}stop/", runs.to_stop, name="issue-to-stop"),
    path(f"{RUN}stop/pull", runs.pull, name="issue-pull"),
    path(f"{RUN}posted", runs.posted, name="issue-posted"),
    path(f"{RUN}by-hand/", runs.by_hand, name="issue-by-hand"),
    path(f"{RUN}batches/<int:batch>/", runs.print_batch, name="issue-print"),
    path(f"{RUN}batches/<int:batch>/covers", runs.print_covers, name="issue-covers"),
    path("issue-fixes/<int:proposal_id>/", fixing.decide, name="issue-decide"),
    path("guarded/vouchers/", guarded.batches, name="issue-guarded"),
    path(
        "guarded/vouchers/<int:run_id>/<int:batch>/",
        guarded.print_batch,
        name="issue-print-guarded",
    ),
    path(
        "guarded/vouchers/<int:run_id>/<int:batch>/covers",
        guarded.print_covers,
        name="issue-covers-guarded",
    ),
    path(PERSON, resident.vouchers, name="resident-vouchers"),
    path(f"{PERSON}new", resident.issue, name="voucher-new"),
    path(f"{PERSON}exempt", resident.exempt, name="voucher-exempt"),
    path(f"{PERSON}<int:voucher_id>/reissue", resident.reissue, name="voucher-reissue"),
    path(f"{PERSON}<int:voucher_id>/withdraw", resident.withdraw, name="voucher-withdraw"),
    path(f"{PERSON}<int:voucher_id>/print", resident.print_one, name="voucher-print"),
    path(f"{PERSON}print", resident.print_unused, name="vouchers-print"),
    path("voucher-returns/", returns.returns, name="voucher-returns"),
    path("voucher-returns/<int:return_id>/settle", returns.settle, name="voucher-return-settle"),
]
