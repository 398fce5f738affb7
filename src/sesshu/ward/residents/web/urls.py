"""Addresses of residents' pages."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.residents.web import guarded, protection, registry_files, resident, search

MENU = (
    (Permission.RESIDENT_SEARCH, "住民の検索", "residents", 10),
    (Permission.GUARDED_REQUEST, "支援措置の閲覧申請", "guarded-own", 30),
    (Permission.RUN_VIEW, "住民ファイル", "registry-files", 55),
)

urlpatterns = [
    path("residents/", search.residents, name="residents"),
    path("residents/found/<uuid:number>/", search.found, name="residents-found"),
    path("residents/<int:resident_id>/", resident.resident, name="resident"),
    path("residents/<int:resident_id>/household/", resident.household, name="resident-household"),
    path("residents/<int:resident_id>/history/", resident.history, name="resident-history"),
    path("residents/<int:resident_id>/contact/", guarded.ask, name="guarded-request"),
    path("guarded/own/", guarded.own, name="guarded-own"),
    path("guarded/own/<int:proposal_id>/contact/", guarded.contact, name="guarded-contact"),
    path("guarded/requests/", guarded.queue, name="guarded-requests"),
    path("guarded/requests/<int:proposal_id>/", guarded.decide, name="guarded-decide"),
    path("protections/", protection.periods, name="protections"),
    path("protections/ends/<int:proposal_id>/", protection.decide_end, name="protection-end"),
    path(
        "residents/<int:resident_id>/protection/",
        protection.of_resident,
        name="resident-protection",
    ),
    path(
        "residents/<int:resident_id>/protection/end/",
        protection.ask_end,
        name="protection-ask-end",
    ),
    path("registry-files/", registry_files.files, name="registry-files"),
    path("registry-files/<int:file_id>/", registry_files.rejected, name="rejected-rows"),
    path("registry-files/<int:file_id>/replay/", registry_files.replay, name="rejected-replay"),
    path("registry-files/rows/<int:row_id>/", registry_files.correct, name="rejected-row"),
]
