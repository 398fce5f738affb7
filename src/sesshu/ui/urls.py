"""Addresses of the design system itself: they belong to no municipality."""

from django.urls import path

from sesshu.ui import stylesheet

urlpatterns = [path("ui/<str:version>.css", stylesheet.serve, name="stylesheet")]
