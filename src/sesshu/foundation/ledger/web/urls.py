"""Addresses of the ledger, under the municipality's segment."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.foundation.ledger.web import views

MENU = ((Permission.LEDGER_VIEW, "操作の記録", "ledger", 60),)

urlpatterns = [
    path("ledger/", views.show_all, name="ledger"),
    path("ledger/<int:entry_id>/", views.show, name="ledger-entry"),
]
