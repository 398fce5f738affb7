"""What somebody had typed when their session ran out, sealed with a key of their browser (ADR 93)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0011_claims_answers")]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False, verbose_name="番号")),
                ("sealed", models.BinaryField(verbose_name="暗号化した入力")),
                ("kept_until", models.DateTimeField(verbose_name="期限")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="foundation.account",
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={"verbose_name": "取っておいた入力", "db_table": "kept_form"},
        ),
    ]
