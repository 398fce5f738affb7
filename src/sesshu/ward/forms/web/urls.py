"""Addresses of the forms."""

from django.urls import path

from sesshu.ward.forms.web import views

MENU = ((None, "様式・記入例", "forms", 62),)

urlpatterns = [
    path("forms/", views.forms, name="forms"),
    path("forms/return-envelope.pdf", views.envelope, name="form-envelope"),
    path("forms/applications/<slug:code>.pdf", views.application, name="form-application"),
    path("forms/screening/<slug:series>.pdf", views.screening, name="form-screening"),
]
