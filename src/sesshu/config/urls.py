"""Every page of the ward's portal. The first segment of each path is the municipality.

The segment was read by `walls.middleware`; the pattern keeps it so that links can be made of it.
"""

from django.urls import URLPattern, URLResolver, include, re_path

# one line per duty that has pages
PAGES: list[str] = []

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^(?P<municipality>[0-9]{6})/", include(urls)) for urls in PAGES
]
