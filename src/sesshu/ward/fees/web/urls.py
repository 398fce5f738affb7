"""Addresses of the pages of fees."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.fees.web import approving, budget, clinic, months, prices, resident, welfare

MENU = (
    (Permission.FEE_VIEW, "委託料", "fees", 47),
    (Permission.WELFARE_CORRECT, "生活保護のファイル", "welfare-files", 57),
)

urlpatterns = [
    path("fees/", months.month, name="fees"),
    path("fees/prices/", prices.listed, name="unit-prices"),
    path("fees/budget/", budget.year, name="budget"),
    path("fees/approvals/", approving.queue, name="fee-approvals"),
    path("fees/approvals/<int:proposal_id>/", approving.decide, name="fee-approval"),
    path("fees/doses/<int:dose_id>/", clinic.exclude, name="fee-exclude"),
    path("fees/<str:of>/<str:provider_code>/", clinic.of_month, name="fee-clinic"),
    path("fees/<str:of>/<str:provider_code>/claim/", clinic.claim, name="fee-claim"),
    path("fees/<str:of>/<str:provider_code>/doses/", clinic.doses, name="fee-doses"),
    path("fees/<str:of>/<str:provider_code>/print", clinic.printed, name="fee-print"),
    path("residents/<int:resident_id>/fees/", resident.of_resident, name="resident-fees"),
    path("residents/<int:resident_id>/fees/tax", resident.enter_tax, name="resident-tax"),
    path("welfare-files/", welfare.files, name="welfare-files"),
    path("welfare-files/<int:file_id>/", welfare.rejected, name="welfare-rows"),
    path("welfare-files/<int:file_id>/replay", welfare.replay, name="welfare-replay"),
    path("welfare-files/rows/<int:row_id>/", welfare.correct, name="welfare-row"),
]
