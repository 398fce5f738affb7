"""Records of other origin: by what they are known, that none is paid, one a day (V056, V057; 法第9条の3後段)."""

from django.db import migrations, models

# Like every other column, they are what two people approved. Fires after `dose_is_what_was_approved`, which
# copies the row that a cancellation is about.
APPROVED = """
CREATE FUNCTION dose_keeps_its_origin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb;
BEGIN
    IF NEW.is_cancelled THEN
        RETURN NEW;
    END IF;
    SELECT payload::jsonb INTO said FROM proposal WHERE id = NEW.proposal_id;
    NEW.evidence := said ->> 'evidence';
    NEW.country := said ->> 'country';
    NEW.language := said ->> 'language';
    RETURN NEW;
END $$;
CREATE TRIGGER dose_keeps_its_origin BEFORE INSERT ON dose
    FOR EACH ROW EXECUTE FUNCTION dose_keeps_its_origin();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION dose_keeps_its_origin() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
NO_APPROVED = """
DROP TRIGGER dose_keeps_its_origin ON dose;
DROP FUNCTION dose_keeps_its_origin();
"""

# NOT VALID: what was recorded before nothing was asked of it stays as it is, and may be cancelled.
SHOWN = """
ALTER TABLE dose ADD CONSTRAINT dose_elsewhere_is_shown_and_unpaid CHECK (
    is_cancelled OR source NOT IN ('municipality', 'person', 'national_system', 'abroad')
    OR evidence IS NOT NULL AND payment_excluded
) NOT VALID;
"""
NO_SHOWN = "ALTER TABLE dose DROP CONSTRAINT dose_elsewhere_is_shown_and_unpaid;"

# A vaccine that the rulebook does not know has no product: its series stands for it, so that the same paper
# entered twice is found as everywhere.
CURRENT = """
CREATE OR REPLACE FUNCTION dose_becomes_current() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.supersedes_id IS NOT NULL THEN
        DELETE FROM current_dose WHERE dose_id = NEW.supersedes_id AND resident_id = NEW.resident_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'dose % does not stand any more', NEW.supersedes_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_superseded_once';
        END IF;
    END IF;
    IF NOT NEW.is_cancelled THEN
        INSERT INTO current_dose (dose_id, resident_id, product, given_on, second_of_day)
            VALUES (NEW.id, NEW.resident_id,
                    {what}, NEW.given_on, NEW.second_of_day);
    END IF;
    RETURN NULL;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION dose_becomes_current() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
WHAT = "CASE WHEN NEW.outcome = 'given' THEN coalesce(NEW.product, NEW.series) END"
# A view keeps the columns its table had when it was made.
NO_TIMELINE = "DROP VIEW dose_timeline;"
TIMELINE = """
CREATE VIEW dose_timeline WITH (security_invoker = true) AS
SELECT d.*, (SELECT n.recorded_at FROM dose n WHERE n.supersedes_id = d.id) AS superseded_at
FROM dose d;
"""
GIVEN = "dose_is_given_or_says_why_not"


class Migration(migrations.Migration):
    dependencies = [("ward", "0015_recall_of_persons")]

    operations = [
        migrations.RunSQL(NO_TIMELINE, TIMELINE),
        migrations.AlterField(
            model_name="dose", name="source", field=models.TextField(verbose_name="記録元")
        ),
        migrations.AddField(
            model_name="dose",
            name="evidence",
            field=models.TextField(null=True, verbose_name="示された書類"),
        ),
        migrations.AddField(
            model_name="dose",
            name="country",
            field=models.TextField(null=True, verbose_name="接種した国"),
        ),
        migrations.AddField(
            model_name="dose",
            name="language",
            field=models.TextField(null=True, verbose_name="書類の言語"),
        ),
        migrations.RemoveConstraint(model_name="dose", name=GIVEN),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "screened_only"), ("screening_reason__isnull", False)),
                    models.Q(
                        models.Q(
                            ("product__isnull", False),
                            models.Q(("source", "abroad"), ("vaccine_name__isnull", False)),
                            _connector="OR",
                        ),
                        ("counts__isnull", False),
                        ("legal__isnull", False),
                        ("outcome", "given"),
                        ("screening_reason", None),
                    ),
                    _connector="OR",
                ),
                name=GIVEN,
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("evidence", None),
                    (
                        "evidence__in",
                        [
                            "handbook",
                            "certificate",
                            "provider_record",
                            "completion_report",
                            "municipal_answer",
                            "national_record",
                            "foreign_certificate",
                        ],
                    ),
                    _connector="OR",
                ),
                name="dose_evidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("country__regex", "\\S"),
                        ("decision__isnull", False),
                        ("language__isnull", False),
                        ("source", "abroad"),
                    ),
                    models.Q(
                        models.Q(("source", "abroad"), _negated=True),
                        ("country", None),
                        ("language", None),
                    ),
                    _connector="OR",
                ),
                name="dose_abroad_says_where_and_is_decided",
            ),
        ),
        migrations.RunSQL(TIMELINE, NO_TIMELINE),
        migrations.RunSQL(APPROVED, NO_APPROVED),
        migrations.RunSQL(SHOWN, NO_SHOWN),
        migrations.RunSQL(CURRENT.format(what=WHAT), CURRENT.format(what="NEW.product")),
    ]
