"""Persons of the number linkage: the 団体内統合宛名番号, the 宛名番号 bound to it, and what happened to them.

Rows are only ever added. What holds today follows from the changes, so a paper that comes late needs no
special case (S2.1, number-linkage §1.4).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Person(models.Model):
    """One person under one 団体内統合宛名番号, which the database issues (15 digits)."""

    integrated_number = models.TextField("団体内統合宛名番号", unique=True)
    issued_at = models.DateTimeField("付番日時")

    class Meta:
        app_label = "linkage"
        db_table = "person"
        verbose_name = "団体内統合宛名"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(integrated_number__regex=r"^[0-9]{15}$"),
                name="person_integrated_number_has_15_digits",
            )
        ]


class PersonAtena(models.Model):
    """A 宛名番号 of a person. One person may have several; one 宛名番号 never means two persons."""

    atena_number = models.TextField("宛名番号", unique=True)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="団体内統合宛名")
    bound_at = models.DateTimeField("結付け日時")

    class Meta:
        app_label = "linkage"
        db_table = "person_atena"
        verbose_name = "宛名番号の結付け"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(atena_number__regex=r"^[0-9]{1,15}$"),
                name="person_atena_is_a_number",
            )
        ]


class PersonChange(models.Model):
    """One 異動 as a paper told it. ``told_at`` and ``position`` order what has the same day, or none."""

    atena = models.ForeignKey(PersonAtena, models.PROTECT, verbose_name="宛名番号の結付け")
    reason = models.TextField("異動事由")
    changed_on = models.DateField("異動年月日", null=True)
    paper_id = models.UUIDField("文書の番号")
    position = models.IntegerField("文書の中の順番")
    told_at = models.DateTimeField("文書の作成日時")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "linkage"
        db_table = "person_change"
        verbose_name = "宛名の異動"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper_id", "position"], name="person_change_told_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["atena", "told_at", "position"], name="person_change_of_atena")
        ]
