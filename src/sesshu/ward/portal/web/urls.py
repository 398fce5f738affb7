"""Addresses of the portal itself."""

from django.urls import path

from sesshu.ward.portal.web.home import home

urlpatterns = [path("", home, name="home")]
