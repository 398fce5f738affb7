"""Addresses of the pages of files of clinics."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.intake.web import approving, checks, files, guarded_rows, rows

MENU = ((Permission.INTAKE_VIEW, "医療機関ファイル", "intake-files", 22),)

urlpatterns = [
    path("intake/", files.listed, name="intake-files"),
    path("intake/<int:file_id>/", files.one, name="intake-file"),
    path("intake/<int:file_id>/recheck/", files.recheck, name="intake-recheck"),
    path("intake/<int:file_id>/submit/", files.submit, name="intake-submit"),
    path("intake/rows/<int:row_id>/", rows.one, name="intake-row"),
    path("intake/rows/<int:row_id>/pass/", rows.let_pass, name="intake-row-pass"),
    path("intake/rows/<int:row_id>/drop/", rows.drop, name="intake-row-drop"),
    path("intake/rows/<int:row_id>/image/", rows.image, name="intake-image"),
    path("guarded-rows/", guarded_rows.listed, name="guarded-rows"),
    path("guarded-rows/<int:row_id>/", guarded_rows.one, name="guarded-row"),
    path(
        "guarded-rows/<int:row_id>/leave-out/", guarded_rows.leave_out, name="guarded-row-leave-out"
    ),
    path("intake-checks/", checks.listed, name="intake-checks"),
    path("intake-checks/<int:check_id>/", checks.change, name="intake-check-change"),
    path("intake-checks/changes/<int:proposal_id>/", checks.decide, name="intake-check-decide"),
    path("intake-approvals/", approving.queue, name="intake-approvals"),
    path("intake-approvals/<int:proposal_id>/", approving.decide, name="intake-approval"),
    path("intake-approvals/samples/<int:sample_id>/", approving.compare, name="intake-compare"),
]
