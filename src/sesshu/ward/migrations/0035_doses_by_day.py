"""Doses by day, for the register (施行規則第3条, F16)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ward", "0034_claims_files"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="currentdose",
            index=models.Index(fields=["given_on"], name="current_dose_by_day"),
        ),
    ]
