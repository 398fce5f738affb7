"""Addresses of comparisons of releases."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.rulebooks.web import as_known, overlays, views

MENU = ((Permission.RUN_VIEW, "規則の版の比較", "rulebook-comparisons", 56),)

urlpatterns = [
    path("residents/<int:resident_id>/as-known/", as_known.as_known_on, name="resident-as-known"),
    path("rulebook-overlays/", overlays.show_all, name="rulebook-overlays"),
    path("rulebook-overlays/new", overlays.new, name="rulebook-overlay-new"),
    path(
        "rulebook-overlays/<int:proposal_id>/",
        overlays.decide,
        name="rulebook-overlay-decide",
    ),
    path("rulebook-comparisons/", views.comparisons, name="rulebook-comparisons"),
    path("rulebook-comparisons/<int:run_id>/", views.comparison, name="rulebook-comparison"),
    path(
        "rulebook-comparisons/<int:run_id>/<str:series>/<str:effect>/",
        views.affected,
        name="rulebook-affected",
    ),
]
