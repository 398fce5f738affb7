"""Addresses of comparisons of releases."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.rulebooks.web import views

MENU = ((Permission.RUN_VIEW, "規則の版の比較", "rulebook-comparisons", 56),)

urlpatterns = [
    path("rulebook-comparisons/", views.comparisons, name="rulebook-comparisons"),
    path("rulebook-comparisons/<int:run_id>/", views.comparison, name="rulebook-comparison"),
    path(
        "rulebook-comparisons/<int:run_id>/<str:series>/<str:effect>/",
        views.affected,
        name="rulebook-affected",
    ),
]
