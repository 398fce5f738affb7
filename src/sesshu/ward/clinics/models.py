"""Clinics and lots. Applications name an approved proposal and a place in it; a trigger writes the rest."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sesshu.foundation.second_person.models import Proposal


class Master(models.Model):
    """A row of a text that two people agreed on, with who they were."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name="申請")
    place = models.IntegerField("申請の中の順番")
    entered_by_name = models.TextField("申請者")
    checked_by_name = models.TextField("確認者")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        abstract = True


class Clinic(Master):
    """A clinic as it works for the ward from one day until another (both inclusive)."""

    provider_code = models.TextField("医療機関コード")
    name = models.TextField("名称")
    address = models.TextField("所在地", null=True)
    phone = models.TextField("電話番号", null=True)
    contract = models.TextField("契約の種類")
    series = ArrayField(models.TextField(), verbose_name="実施する接種")
    closed_weekdays = ArrayField(models.IntegerField(), verbose_name="休診の曜日")
    closed_on = ArrayField(models.DateField(), verbose_name="休診日")
    valid_from = models.DateField("契約の初日")
    valid_until = models.DateField("契約の末日", null=True)

    class Meta:
        app_label = "ward"
        db_table = "clinic"
        verbose_name = "契約医療機関"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "place"], name="clinic_once"),
            models.CheckConstraint(
                condition=Q(provider_code__regex=r"^[0-9]{10}$"),
                name="clinic_code_has_ten_digits",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="clinic_ends_after_it_begins",
            ),
        ]


class Lot(Master):
    """A lot of a vaccine; a newer row of the same lot takes the place of the older one."""

    product = models.TextField("ワクチンの種類")
    lot = models.TextField("Lot番号")
    lot_key = models.TextField("Lot番号の比較用")
    expires_on = models.DateField("有効期限")
    stopped_from = models.DateField("使用停止の初日", null=True)
    stop_reason = models.TextField("使用停止の理由", null=True)
    is_current = models.BooleanField("現在の内容")

    class Meta:
        app_label = "ward"
        db_table = "lot"
        verbose_name = "ワクチンのLot"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "place"], name="lot_row_once"),
            models.UniqueConstraint(
                fields=["product", "lot_key"],
                condition=Q(is_current=True),
                name="lot_has_one_current_row",
            ),
            models.CheckConstraint(
                condition=Q(stopped_from=None, stop_reason=None)
                | Q(stopped_from__isnull=False, stop_reason__regex=r"\S"),
                name="lot_is_stopped_with_a_reason",
            ),
        ]
