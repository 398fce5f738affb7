"""Addresses of the pages of clinics and lots."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.clinics.web import approving, bulk, clinics, lots

MENU = (
    (Permission.MASTER_VIEW, "契約医療機関", "clinics", 52),
    (Permission.MASTER_VIEW, "ワクチンのLot", "lots", 53),
)

urlpatterns = [
    path("clinics/", clinics.listed, name="clinics"),
    path("clinics/new/", clinics.enter, name="clinic-new"),
    path("clinics/table/", bulk.clinics, name="clinics-table-new"),
    path("clinics/table.csv", bulk.clinics_table, name="clinics-table"),
    path("clinics/<str:provider_code>/", clinics.one, name="clinic"),
    path("lots/", lots.listed, name="lots"),
    path("lots/new/", lots.enter, name="lot-new"),
    path("lots/table/", bulk.lots, name="lots-table-new"),
    path("lots/table.csv", bulk.lots_table, name="lots-table"),
    path("masters/", approving.queue, name="masters"),
    path("masters/<int:proposal_id>/", approving.decide, name="master"),
]
