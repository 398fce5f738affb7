"""The portal's addresses as a demonstration has them."""

from django.urls import include, re_path

from sesshu.config.urls import handler400, handler403, handler404, handler500
from sesshu.config.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    re_path(r"^(?P<municipality>[0-9]{6})/", include("sesshu.ui.gallery.urls")),
    *portal,
]
