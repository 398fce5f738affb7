"""Every page of the ward's portal. The first segment of each path is the municipality.

The segment was read by `walls.middleware`; the pattern keeps it so that links can be made of it.
"""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

# one line per duty that has pages
PAGES: list[str] = [
    "sesshu.foundation.accounts.web.urls",
    "sesshu.foundation.ledger.web.urls",
    "sesshu.foundation.media.web.urls",
    "sesshu.foundation.runs.web.urls",
    "sesshu.ui.web.urls",
    "sesshu.ward.portal.web.urls",
    "sesshu.ward.manual.web.urls",
    "sesshu.ward.forms.web.urls",
    "sesshu.ward.residents.web.urls",
    "sesshu.ward.records.web.urls",
    "sesshu.ward.circumstances.web.urls",
    "sesshu.ward.rulebooks.web.urls",
    "sesshu.ward.letters.web.urls",
    "sesshu.ward.refunds.web.urls",
    "sesshu.ward.clinics.web.urls",
    "sesshu.ward.intake.web.urls",
    "sesshu.ward.mishaps.web.urls",
    "sesshu.ward.reports.web.urls",
    "sesshu.ward.reactions.web.urls",
    "sesshu.ward.recall.web.urls",
    "sesshu.ward.vouchers.web.urls",
    "sesshu.ward.rosters.web.urls",
    "sesshu.ward.certificates.web.urls",
    "sesshu.ward.pregnancies.web.urls",
    "sesshu.ward.fees.web.urls",
    "sesshu.ward.federation.web.urls",
    "sesshu.ward.payments.web.urls",
    "sesshu.ward.matching.web.urls",
    *(["sesshu.ui.gallery.urls"] if settings.DEMO else []),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *(re_path(r"^(?P<municipality>[0-9]{6})/", include(urls)) for urls in PAGES),
    path("", include("sesshu.ui.urls")),
]
handler400 = "sesshu.ui.errors.bad_request"
handler403 = "sesshu.ui.errors.forbidden"
handler404 = "sesshu.ui.errors.not_found"
handler500 = "sesshu.ui.errors.server_error"
