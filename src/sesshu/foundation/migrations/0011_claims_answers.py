"""The answer to a 国保連 leaves by the media ledger in a format of its own (V106)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0010_transfer_files")]

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
                    ("dat", "国保連への回答（制御行のあるCSV）"),
                ],
                verbose_name="形式",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeout",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_format__in", ["xlsx", "csv", "txt", "dat"])),
                name="take_out_format",
            ),
        ),
    ]
