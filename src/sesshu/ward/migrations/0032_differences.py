"""What is told of a dose otherwise than the record has it is settled by a person before it counts (S1.9)."""

import django.db.models.deletion
from django.db import migrations, models

# Who settled it, and when, is PostgreSQL's to say. The dose is the same person's, under whichever 宛名.
SETTLED = """
CREATE TRIGGER difference_settlement_is_recorded BEFORE INSERT ON difference_settlement
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();

CREATE FUNCTION difference_is_about_its_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM dose d JOIN number_of_person p ON p.number_id = d.resident_id
        WHERE d.id = NEW.dose_id AND p.resident_id = NEW.resident_id
    ) THEN
        RAISE EXCEPTION 'dose % is somebody else''s', NEW.dose_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'difference_is_about_its_person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER difference_is_about_its_person BEFORE INSERT ON difference_settlement
    FOR EACH ROW EXECUTE FUNCTION difference_is_about_its_person();

CREATE FUNCTION difference_settlement_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a settlement is never changed: a newer one stands beside it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'difference_settlement_is_fixed';
END $$;
CREATE TRIGGER difference_settlement_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON difference_settlement
    FOR EACH STATEMENT EXECUTE FUNCTION difference_settlement_is_fixed();
"""
NO_SETTLED = """
DROP TRIGGER difference_settlement_is_fixed ON difference_settlement;
DROP TRIGGER difference_is_about_its_person ON difference_settlement;
DROP TRIGGER difference_settlement_is_recorded ON difference_settlement;
DROP FUNCTION difference_settlement_is_fixed();
DROP FUNCTION difference_is_about_its_person();
"""

# Of its vaccine or series and at most five days from another (V076), a dose counts only once somebody found both to
# be right, in whichever order they were told. The person is locked, so that of two doses recorded at once the
# second sees the first. The same vaccine twice a day is `current_dose_once_a_day`'s to refuse. Fires after
# `dose_is_what_was_approved`, which says what the dose is.
COMPARED = """
CREATE FUNCTION dose_was_compared() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    person bigint[] := ARRAY(SELECT number_id FROM number_of_person WHERE resident_id = NEW.resident_id);
BEGIN
    IF NEW.is_cancelled OR NEW.outcome <> 'given' THEN
        RETURN NEW;
    END IF;
    PERFORM FROM resident WHERE id = ANY (person) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM current_dose c JOIN dose d ON d.id = c.dose_id
        WHERE c.resident_id = ANY (person) AND d.outcome = 'given'
          AND d.id IS DISTINCT FROM NEW.supersedes_id
          AND d.given_on BETWEEN NEW.given_on - 5 AND NEW.given_on + 5
          AND (d.series = NEW.series OR coalesce(d.product, d.series) = coalesce(NEW.product, NEW.series))
          AND NOT (d.given_on = NEW.given_on
                   AND (NEW.second_of_day OR coalesce(d.product, d.series) = coalesce(NEW.product, NEW.series)))
          AND NOT EXISTS (
              SELECT FROM difference_settlement s JOIN dose r ON r.id = s.dose_id
              WHERE s.resident_id = ANY (person) AND s.held = 'both'
                AND (s.series, s.given_on, r.series, r.given_on) IN (
                    (NEW.series, NEW.given_on, d.series, d.given_on),
                    (d.series, d.given_on, NEW.series, NEW.given_on)))
    ) THEN
        RAISE EXCEPTION 'a dose on record may be the same as proposal %', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_difference_is_settled';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dose_was_compared BEFORE INSERT ON dose
    FOR EACH ROW EXECUTE FUNCTION dose_was_compared();
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['difference_is_about_its_person', 'difference_settlement_is_fixed',
                                 'dose_was_compared'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""
NO_COMPARED = """
DROP TRIGGER dose_was_compared ON dose;
DROP FUNCTION dose_was_compared();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0009_maternal_duty"), ("ward", "0031_publications")]

    operations = [
        migrations.CreateModel(
            name="DifferenceSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_by", models.BigIntegerField(null=True, verbose_name="入力者の番号")),
                ("recorded_by_name", models.TextField(verbose_name="入力者")),
                ("recorded_at", models.DateTimeField(verbose_name="入力日時")),
                ("told_by", models.TextField(verbose_name="何で届いたか")),
                ("series", models.TextField(verbose_name="届いた接種名称")),
                ("given_on", models.DateField(verbose_name="届いた接種日")),
                ("items", models.JSONField(verbose_name="違うところ")),
                ("held", models.TextField(verbose_name="正しいほう")),
                ("found_by", models.TextField(verbose_name="確かめた方法")),
                (
                    "dose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.dose",
                        verbose_name="記録されている接種",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "記録との違いの決定",
                "db_table": "difference_settlement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("found_by__in", ["paper", "provider", "person", "municipality"]),
                            ("held__in", ["record", "told", "both"]),
                            ("told_by__in", ["form", "file"]),
                        ),
                        name="difference_settlement_is_one_of_these",
                    )
                ],
            },
        ),
        migrations.RunSQL(SETTLED, NO_SETTLED),
        migrations.RunSQL(COMPARED, NO_COMPARED),
    ]
