"""Submitted searches, kept so that the address of a result holds no personal data (R2, R4)."""

import uuid

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ward", "0002_records")]

    operations = [
        migrations.CreateModel(
            name="KeptSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        primary_key=True,
                        serialize=False,
                        verbose_name="番号",
                    ),
                ),
                ("session_id", models.BigIntegerField(verbose_name="ログイン")),
                ("kept_at", models.DateTimeField(verbose_name="検索日時")),
                ("purpose_code", models.TextField(db_column="purpose", verbose_name="利用目的")),
                ("sealed_conditions", models.BinaryField(verbose_name="暗号化した条件")),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        null=True,
                        size=None,
                        verbose_name="表示した住民",
                    ),
                ),
            ],
            options={"verbose_name": "検索の控え", "db_table": "kept_search"},
        ),
        migrations.AddIndex(
            model_name="keptsearch",
            index=models.Index(fields=["kept_at"], name="kept_search_by_time"),
        ),
    ]
