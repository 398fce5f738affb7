"""The gallery's address."""

from django.urls import path

from sesshu.ui.gallery.views import gallery

urlpatterns = [path("gallery", gallery, name="gallery")]
