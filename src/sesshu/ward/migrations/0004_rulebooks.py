"""Releases ever used, so that old answers can be replayed, and comparisons of releases (house.md §5)."""

import django.db.models.deletion
from django.db import migrations, models

NAMED = """
ALTER TABLE rulebook_release ADD CONSTRAINT rulebook_release_is_named_by_its_content
    CHECK (release = encode(sha256(content), 'hex'));
"""
NOT_NAMED = "ALTER TABLE rulebook_release DROP CONSTRAINT rulebook_release_is_named_by_its_content;"


class Migration(migrations.Migration):
    dependencies = [("ward", "0003_kept_search")]

    operations = [
        migrations.CreateModel(
            name="RulebookRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("release", models.TextField(unique=True, verbose_name="版")),
                ("content", models.BinaryField(verbose_name="内容")),
                ("kept_at", models.DateTimeField(verbose_name="保存日時")),
            ],
            options={"verbose_name": "規則の版", "db_table": "rulebook_release"},
        ),
        migrations.CreateModel(
            name="RulebookInForce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("release", models.TextField(verbose_name="版")),
                ("since_at", models.DateTimeField(verbose_name="この日時から")),
            ],
            options={"verbose_name": "判定に使った規則の版", "db_table": "rulebook_in_force"},
        ),
        migrations.CreateModel(
            name="RulebookComparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_id", models.BigIntegerField(unique=True, verbose_name="一括処理")),
                ("old", models.TextField(verbose_name="今の版")),
                ("new", models.TextField(verbose_name="比べる版")),
                ("judged_on", models.DateField(verbose_name="判定日")),
            ],
            options={"verbose_name": "規則の版の比較", "db_table": "rulebook_comparison"},
        ),
        migrations.CreateModel(
            name="RulebookEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_id", models.BigIntegerField(verbose_name="一括処理")),
                ("series", models.TextField(verbose_name="接種名称")),
                ("effect", models.TextField(verbose_name="変わり方")),
                ("before_status", models.TextField(null=True, verbose_name="今の状態")),
                ("before_earliest_on", models.DateField(null=True, verbose_name="今の最も早い日")),
                ("before_last_on", models.DateField(null=True, verbose_name="今の最後の日")),
                ("after_status", models.TextField(null=True, verbose_name="比べる版の状態")),
                (
                    "after_earliest_on",
                    models.DateField(null=True, verbose_name="比べる版の最も早い日"),
                ),
                ("after_last_on", models.DateField(null=True, verbose_name="比べる版の最後の日")),
                (
                    "resident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={"verbose_name": "規則の版の比較の結果", "db_table": "rulebook_effect"},
        ),
        migrations.AddIndex(
            model_name="rulebookeffect",
            index=models.Index(
                fields=["run_id", "series", "effect", "resident"], name="rulebook_effect_of_run"
            ),
        ),
        migrations.RunSQL(NAMED, NOT_NAMED),
    ]
