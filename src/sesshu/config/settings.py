"""Django's settings. One process serves one system; ``SESSHU_SYSTEM=all`` is for deployment and tests."""

import os
from pathlib import Path
from typing import Any

from sesshu.config.process_secret import process_secret

SOURCE = Path(__file__).parent.parent
SYSTEMS = ("ward", "linkage")
INSTALLED = os.environ.get("SESSHU_SYSTEM", "ward")
SYSTEM = "ward" if INSTALLED == "all" else INSTALLED
# What workers do: modules in which duties register their jobs and the papers they take, one line each.
WORK = [
    name
    for name in (
        "sesshu.linkage.persons.papers",
        "sesshu.ward.residents.jobs.import_file",
        "sesshu.ward.residents.jobs.replay",
        "sesshu.ward.residents.jobs.end_protection",
        "sesshu.ward.rulebooks.jobs.compare",
        "sesshu.ward.matching.jobs.duplicates",
        "sesshu.ward.vouchers.jobs.extract",
        "sesshu.ward.vouchers.jobs.number",
        "sesshu.ward.recall.jobs.find",
        "sesshu.ward.fees.jobs.welfare",
        "sesshu.ward.federation.jobs.claims",
        "sesshu.ward.payments.jobs.returned",
        "sesshu.ward.refunds.jobs.erase",
        "sesshu.ward.intake.operations",
        "sesshu.ward.intake.jobs.take_in",
        "sesshu.ward.intake.jobs.recheck",
        "sesshu.ward.intake.jobs.submit",
        "sesshu.ward.intake.jobs.record",
        "sesshu.ward.reports.jobs.compute",
    )
    if INSTALLED in (name.split(".")[1], "all")
]
# Lists that may be taken out through the media ledger, one module per duty.
LISTS = [
    name
    for name in (
        "sesshu.ward.fees.lists",
        "sesshu.ward.federation.lists",
        "sesshu.ward.residents.web.lists",
        "sesshu.ward.mishaps.lists",
        "sesshu.ward.rulebooks.lists",
        "sesshu.ward.vouchers.lists",
        "sesshu.ward.reactions.lists",
        "sesshu.ward.refunds.lists",
        "sesshu.ward.payments.lists",
        "sesshu.ward.rosters.lists",
    )
    if INSTALLED in (name.split(".")[1], "all")
]
DEMO = os.environ.get("SESSHU_DEMO") == "1"
DEBUG = False
SECRET_KEY = process_secret("django")
ALLOWED_HOSTS = os.environ.get("SESSHU_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    "sesshu.foundation",
    "sesshu.ui",
    *(f"sesshu.{system}" for system in SYSTEMS if INSTALLED in (system, "all")),
    "django_htmx",
    "django.forms",  # widget templates under those of sesshu.ui
    "django.contrib.staticfiles",
]

# The alias of a database is a process zone: which role logs in follows from alias and place.
ZONES = ("intranet", "jobs", "guarded", "audit", "sealer", "courier", "owner")


def _database(zone: str) -> dict[str, Any]:
    return {
        "ENGINE": "sesshu.foundation.walls.backend",
        "NAME": "sesshu",  # the address of the cluster replaces it
        "ZONE": zone,
        "OPTIONS": {"pool": {"min_size": 0, "max_size": 16, "timeout": 10}},
    }


DATABASES = {
    "default": _database(os.environ.get("SESSHU_ZONE", "intranet")),
    **{zone: _database(zone) for zone in ZONES},
}
DATABASE_ROUTERS = ["sesshu.foundation.walls.migrate.OneLinePerSchema"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sesshu.ui.policy.PagePolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sesshu.foundation.walls.middleware.EnterMunicipality",
    "sesshu.foundation.accounts.web.middleware.KnowWho",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sesshu.ui.errors.NamedSituations",
    "sesshu.foundation.ledger.web.middleware.RecordRefusals",
]
ROOT_URLCONF = "sesshu.config.urls"
WSGI_APPLICATION = "sesshu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(SOURCE.glob("*/*/web/templates")),  # each duty keeps its own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sesshu.ui.frame.frame",
                "sesshu.ui.web.session.time_left",
                "sesshu.ui.web.session.kept_form",
            ]
        },
    }
]
FORM_RENDERER = "sesshu.ui.forms.Renderer"
MESSAGE_STORAGE = "sesshu.ui.notices.NoticeStorage"
CSRF_FAILURE_VIEW = "sesshu.ui.errors.form_expired"

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = sorted(SOURCE.glob("*/*/web/static"))
WHITENOISE_USE_FINDERS = True  # files come from the packages; nothing is collected before a start

PASSWORD_HASHERS = ["sesshu.foundation.accounts.hashing.StaffPasswordHasher"]
# The host security keys are bound to and the address of the pages, where a proxy stands before the portal.
WEBAUTHN_RP_ID = os.environ.get("SESSHU_RP_ID", "")
WEBAUTHN_ORIGIN = os.environ.get("SESSHU_ORIGIN", "")

# The proxy that ends TLS, if there is one: it alone is believed about scheme and terminal.
PROXY_ADDRESS = os.environ.get("SESSHU_PROXY", "")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_ADDRESS else None

# A browser sends cookies only to the municipality and system that set them (house.md §2).
CSRF_COOKIE_NAME = f"sesshu_{SYSTEM}_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = not DEMO
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
