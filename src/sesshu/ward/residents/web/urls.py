"""Addresses of residents' pages."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.residents.web import resident, search

MENU = ((Permission.RESIDENT_SEARCH, "住民の検索", "residents", 10),)

urlpatterns = [
    path("residents/", search.residents, name="residents"),
    path("residents/found/<uuid:number>/", search.found, name="residents-found"),
    path("residents/<int:resident_id>/", resident.resident, name="resident"),
    path("residents/<int:resident_id>/household/", resident.household, name="resident-household"),
    path("residents/<int:resident_id>/history/", resident.history, name="resident-history"),
]
