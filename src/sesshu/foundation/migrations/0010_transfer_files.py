"""Files of a format of their own leave by the media ledger too: what a bank is told to pay (V105)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0009_maternal_duty")]

    operations = [
        migrations.RemoveConstraint(model_name="takeout", name="take_out_format"),
        migrations.AlterField(
            model_name="takeout",
            name="file_format",
            field=models.TextField(
                choices=[
                    ("xlsx", "Excel（xlsx）"),
                    ("csv", "CSV（UTF-8、BOM付き）"),
                    ("txt", "振込データ（全銀形式、1件120字）"),
                ],
                verbose_name="形式",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeout",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_format__in", ["xlsx", "csv", "txt"])),
                name="take_out_format",
            ),
        ),
    ]
