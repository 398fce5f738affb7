"""Levels of checks are changed from a month on by two people; some stay as they are (V070–V085, R5)."""

import django.db.models.deletion
from django.db import migrations, models

# SECURITY DEFINER: the row before ends where the new one begins, and no role may change it otherwise. What stops a
# wrong person, an impossible day or a dose twice is an error nobody may pass, and stays one.
APPROVED = """
CREATE FUNCTION intake_check_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb := master_row_approved(NEW.proposal_id, 'ward.intake_checks', NEW.place);
    standing intake_check;
BEGIN
    SELECT * INTO standing FROM intake_check
        WHERE situation = said ->> 'situation' AND channel = said ->> 'channel' AND valid_until IS NULL
        FOR UPDATE;
    IF standing.id IS NULL THEN
        RAISE EXCEPTION 'there is no such check'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_check_is_known';
    END IF;
    IF EXISTS (
        SELECT FROM intake_check c
        WHERE (c.situation, c.channel) = (standing.situation, standing.channel)
          AND c.proposal_id IS NULL AND c.level = 'error' AND NOT c.may_override
    ) THEN
        RAISE EXCEPTION 'check % of % stays an error', standing.check_id, standing.situation
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_check_stays';
    END IF;
    NEW.check_id := standing.check_id;
    NEW.situation := standing.situation;
    NEW.channel := standing.channel;
    NEW.level := said ->> 'level';
    NEW.may_override := (said ->> 'may_override')::boolean;
    NEW.valid_from := (said ->> 'valid_from')::date;
    NEW.valid_until := NULL;
    SELECT reason INTO NEW.source FROM proposal WHERE id = NEW.proposal_id;
    NEW.entered_by_name := said ->> 'proposer';
    NEW.checked_by_name := said ->> 'approver';
    NEW.recorded_at := clock_timestamp();
    IF NEW.valid_from <= standing.valid_from
       OR NEW.valid_from <> date_trunc('month', NEW.valid_from)::date
       OR NEW.valid_from < date_trunc('month', clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date THEN
        RAISE EXCEPTION 'a level is changed from a month on that has not passed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_check_changes_ahead';
    END IF;
    UPDATE intake_check SET valid_until = NEW.valid_from - 1 WHERE id = standing.id;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_check_is_what_was_approved BEFORE INSERT ON intake_check
    FOR EACH ROW WHEN (NEW.proposal_id IS NOT NULL) EXECUTE FUNCTION intake_check_is_what_was_approved();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION intake_check_is_what_was_approved() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
NOT_APPROVED = """
DROP TRIGGER intake_check_is_what_was_approved ON intake_check;
DROP FUNCTION intake_check_is_what_was_approved();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0007_report_duties"), ("ward", "0016_origins")]

    operations = [
        migrations.AddField(
            "IntakeCheck",
            "proposal",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="foundation.proposal",
                verbose_name="申請",
            ),
        ),
        migrations.AddField(
            "IntakeCheck", "place", models.IntegerField(null=True, verbose_name="申請の中の順番")
        ),
        migrations.AddField(
            "IntakeCheck", "entered_by_name", models.TextField(null=True, verbose_name="申請者")
        ),
        migrations.AddField(
            "IntakeCheck", "checked_by_name", models.TextField(null=True, verbose_name="確認者")
        ),
        migrations.AddField(
            "IntakeCheck", "recorded_at", models.DateTimeField(null=True, verbose_name="記録日時")
        ),
        migrations.RunSQL(APPROVED, NOT_APPROVED),
    ]
