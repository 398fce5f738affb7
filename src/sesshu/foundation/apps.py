"""The foundation as a Django application: installed in the schema of every system."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Tables that every system stands on."""

    name = "sesshu.foundation"
    label = "foundation"
    verbose_name = "基盤"
