"""Who wrote a row of the ward's tables, and when (house.md §6)."""

from django.db import models


class Recorded(models.Model):
    """Who wrote a row and when; triggers of its table fill it, so no operation can say another name."""

    recorded_by = models.BigIntegerField("入力者の番号", null=True)
    recorded_by_name = models.TextField("入力者")
    recorded_at = models.DateTimeField("入力日時")

    class Meta:
        abstract = True
