"""区民健康情報システム as a Django application."""

from django.apps import AppConfig


class WardConfig(AppConfig):
    """区民健康情報システム."""

    name = "sesshu.ward"
    label = "ward"
    verbose_name = "区民健康情報システム"
