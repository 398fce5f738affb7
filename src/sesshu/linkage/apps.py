"""番号連携サーバー as a Django application."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """番号連携サーバー."""

    name = "sesshu.linkage"
    label = "linkage"
    verbose_name = "番号連携サーバー"
