"""画面部品 as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """画面部品."""

    name = "sesshu.ui"
    label = "ui"
    verbose_name = "画面部品"
