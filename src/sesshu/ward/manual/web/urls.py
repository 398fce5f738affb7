"""Addresses of the manual."""

from django.urls import path

from sesshu.ward.manual.web import views

MENU = ((None, "規則の手引き", "manual", 65),)

urlpatterns = [
    path("manual/", views.show, name="manual"),
    path("manual/manual.pdf", views.paper, name="manual-pdf"),
]
