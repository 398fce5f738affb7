"""Addresses of the pages of fees."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.fees.web import resident, welfare

MENU = ((Permission.WELFARE_CORRECT, "生活保護のファイル", "welfare-files", 57),)

urlpatterns = [
    path("residents/<int:resident_id>/fees/", resident.of_resident, name="resident-fees"),
    path("residents/<int:resident_id>/fees/tax", resident.enter_tax, name="resident-tax"),
    path("welfare-files/", welfare.files, name="welfare-files"),
    path("welfare-files/<int:file_id>/", welfare.rejected, name="welfare-rows"),
    path("welfare-files/<int:file_id>/replay", welfare.replay, name="welfare-replay"),
    path("welfare-files/rows/<int:row_id>/", welfare.correct, name="welfare-row"),
]
