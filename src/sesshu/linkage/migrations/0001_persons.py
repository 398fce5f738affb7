"""Persons under their 団体内統合宛名番号, only ever added to (S2.1, S2.2)."""

import django.db.models.deletion
from django.db import migrations, models

# The number is issued here and nowhere else. 15 digits that do not begin with nought: a 宛名番号 carried as
# 15 digits does, so neither is taken for the other (number-linkage §1.4).
GUARDS = """
CREATE FUNCTION person_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.integrated_number := (100000000000000 + NEW.id)::text;
    NEW.issued_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION person_atena_bound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.bound_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION person_change_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER person_issued BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_issued();
CREATE TRIGGER person_atena_bound BEFORE INSERT ON person_atena
    FOR EACH ROW EXECUTE FUNCTION person_atena_bound();
CREATE TRIGGER person_change_recorded BEFORE INSERT ON person_change
    FOR EACH ROW EXECUTE FUNCTION person_change_recorded();
"""
NO_GUARDS = """
DROP TRIGGER person_change_recorded ON person_change;
DROP TRIGGER person_atena_bound ON person_atena;
DROP TRIGGER person_issued ON person;
DROP FUNCTION person_change_recorded();
DROP FUNCTION person_atena_bound();
DROP FUNCTION person_issued();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("foundation", "0005_post")]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "integrated_number",
                    models.TextField(unique=True, verbose_name="団体内統合宛名番号"),
                ),
                ("issued_at", models.DateTimeField(verbose_name="付番日時")),
            ],
            options={
                "verbose_name": "団体内統合宛名",
                "db_table": "person",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("integrated_number__regex", "^[0-9]{15}$")),
                        name="person_integrated_number_has_15_digits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAtena",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("atena_number", models.TextField(unique=True, verbose_name="宛名番号")),
                ("bound_at", models.DateTimeField(verbose_name="結付け日時")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="linkage.person",
                        verbose_name="団体内統合宛名",
                    ),
                ),
            ],
            options={
                "verbose_name": "宛名番号の結付け",
                "db_table": "person_atena",
            },
        ),
        migrations.CreateModel(
            name="PersonChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="異動事由")),
                ("changed_on", models.DateField(null=True, verbose_name="異動年月日")),
                ("paper_id", models.UUIDField(verbose_name="文書の番号")),
                ("position", models.IntegerField(verbose_name="文書の中の順番")),
                ("told_at", models.DateTimeField(verbose_name="文書の作成日時")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "atena",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="linkage.personatena",
                        verbose_name="宛名番号の結付け",
                    ),
                ),
            ],
            options={
                "verbose_name": "宛名の異動",
                "db_table": "person_change",
            },
        ),
        migrations.AddConstraint(
            model_name="personatena",
            constraint=models.CheckConstraint(
                condition=models.Q(("atena_number__regex", "^[0-9]{1,15}$")),
                name="person_atena_is_a_number",
            ),
        ),
        migrations.AddIndex(
            model_name="personchange",
            index=models.Index(
                fields=["atena", "told_at", "position"], name="person_change_of_atena"
            ),
        ),
        migrations.AddConstraint(
            model_name="personchange",
            constraint=models.UniqueConstraint(
                fields=("paper_id", "position"), name="person_change_told_once"
            ),
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
