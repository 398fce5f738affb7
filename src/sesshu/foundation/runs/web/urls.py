"""Addresses of runs, under the municipality's segment."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.foundation.runs.web import views

MENU = ((Permission.RUN_VIEW, "一括処理", "runs", 50),)

urlpatterns = [
    path("runs/", views.show_all, name="runs"),
    path("runs/new", views.begin, name="run-new"),
    path("runs/<int:run_id>/", views.show, name="run"),
    path("runs/<int:run_id>/cancel", views.cancel, name="run-cancel"),
    path("runs/<int:run_id>/resume", views.resume, name="run-resume"),
]
