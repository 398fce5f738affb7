"""Addresses of the pages of 名寄せ."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.matching.web import asking, deciding, likely

MENU = ((Permission.MERGE_VIEW, "名寄せ", "merges", 35),)

urlpatterns = [
    path("merges/", deciding.merges, name="merges"),
    path("merges/<int:merge_id>/undo/", asking.undo, name="merge-undo"),
    path("merges/likely/", likely.pairs, name="likely-pairs"),
    path("merges/likely/find/", likely.find, name="likely-find"),
    path("merge-checks/", deciding.checks, name="merge-checks"),
    path("merge-checks/<int:proposal_id>/", deciding.decide, name="merge-check"),
    path("residents/<int:resident_id>/same-person/", asking.number, name="merge-number"),
    path(
        "residents/<int:resident_id>/same-person/<int:other_id>/", asking.compare, name="merge-new"
    ),
]
