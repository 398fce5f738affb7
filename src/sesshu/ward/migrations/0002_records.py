"""Doses: what two people recorded, never changed, replaced by newer rows; PostgreSQL holds all of it (R5, B3)."""

import django.db.models.deletion
from django.db import migrations, models

# An application names a proposal and a verdict. Everything else is read here from the text that the second
# person approved, so no role can record a dose that nobody checked, or one that differs from what was shown.
# SECURITY DEFINER: the guard must see the residents whatever the grants of the role that records.
APPROVED = """
CREATE FUNCTION dose_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
    old dose;
    born_on date;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.kind IS NULL OR NOT starts_with(asked.kind, 'ward.dose_') OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is no dose that this account has approved', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_was_approved';
    END IF;
    said := asked.payload::jsonb;
    IF asked.kind = 'ward.dose_cancellation' THEN
        SELECT * INTO old FROM dose WHERE id = (said ->> 'supersedes')::bigint;
        old.id := NEW.id;
        old.proposal_id := NEW.proposal_id;
        old.supersedes_id := (said ->> 'supersedes')::bigint;
        NEW := old;
        NEW.is_cancelled := true;
    ELSE
        NEW.supersedes_id := (said ->> 'supersedes')::bigint;
        NEW.is_cancelled := false;
        NEW.resident_id := (said ->> 'resident_id')::bigint;
        NEW.series := said ->> 'series';
        NEW.outcome := said ->> 'outcome';
        NEW.given_on := (said ->> 'given_on')::date;
        NEW.product := said ->> 'product';
        NEW.brand := said ->> 'brand';
        NEW.vaccine_name := said ->> 'vaccine_name';
        NEW.maker := said ->> 'maker';
        NEW.lot := said ->> 'lot';
        NEW.expires_on := (said ->> 'expires_on')::date;
        NEW.volume_ml := (said ->> 'volume_ml')::numeric;
        NEW.route := said ->> 'route';
        NEW.screening_reason := said ->> 'screening_reason';
        NEW.payment_excluded := (said ->> 'payment_excluded')::boolean;
        NEW.desk := said ->> 'desk';
        NEW.source := said ->> 'source';
        NEW.second_of_day := (said ->> 'second_of_day')::boolean;
        NEW.as_given := (said ->> 'as_given')::boolean;
        NEW.decision := said ->> 'decision';
        NEW.particulars_of_id := coalesce((said ->> 'particulars_of')::bigint, NEW.proposal_id);
    END IF;
    NEW.fiscal_year := extract(year FROM NEW.given_on)
        - CASE WHEN extract(month FROM NEW.given_on) < 4 THEN 1 ELSE 0 END;
    NEW.reason := CASE WHEN NEW.supersedes_id IS NOT NULL THEN asked.reason END;
    NEW.entered_by := asked.proposed_by;
    NEW.entered_by_name := asked.proposed_by_name;
    NEW.entered_at := asked.proposed_at;
    NEW.checked_by := asked.decided_by;
    NEW.checked_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();
    IF asked.subjects <> ARRAY[NEW.resident_id] THEN
        RAISE EXCEPTION 'proposal % is about somebody else', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_about_its_subject';
    END IF;
    IF NEW.given_on > (NEW.recorded_at AT TIME ZONE 'Asia/Tokyo')::date THEN
        RAISE EXCEPTION 'a dose of % is in the future', NEW.given_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_not_in_the_future';
    END IF;
    SELECT birth_on INTO born_on FROM resident_timeline
        WHERE resident_id = NEW.resident_id AND superseded_at IS NULL AND NOT is_revoked
        ORDER BY valid_from DESC LIMIT 1;
    IF NEW.given_on < born_on AND NOT NEW.is_cancelled THEN
        RAISE EXCEPTION 'a dose of % is before birth', NEW.given_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_not_before_birth';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dose_is_what_was_approved BEFORE INSERT ON dose
    FOR EACH ROW EXECUTE FUNCTION dose_is_what_was_approved();
"""
NO_APPROVED = """
DROP TRIGGER dose_is_what_was_approved ON dose;
DROP FUNCTION dose_is_what_was_approved();
"""

# A dose is replaced once: whoever comes second finds it gone. SECURITY DEFINER because no application role
# may write current_dose.
CURRENT = """
CREATE FUNCTION dose_becomes_current() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
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
            VALUES (NEW.id, NEW.resident_id, NEW.product, NEW.given_on, NEW.second_of_day);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER dose_becomes_current AFTER INSERT ON dose
    FOR EACH ROW EXECUTE FUNCTION dose_becomes_current();
"""
NO_CURRENT = """
DROP TRIGGER dose_becomes_current ON dose;
DROP FUNCTION dose_becomes_current();
"""

# The grants refuse it to every role; this refuses it to whoever is given too much by mistake.
FIXED = """
CREATE FUNCTION dose_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a recorded dose is never changed: a newer one names it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_fixed';
END $$;
CREATE TRIGGER dose_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON dose
    FOR EACH STATEMENT EXECUTE FUNCTION dose_is_fixed();
"""
NO_FIXED = """
DROP TRIGGER dose_is_fixed ON dose;
DROP FUNCTION dose_is_fixed();
"""

# Where a dose was given lies beside the proposal, under a salted hash that the proposal carries: the text
# that is approved binds it without telling it. It moves when protection begins or ends (number-linkage D3).
# Rows that a trigger moves are not new ones, so only direct inserts are examined.
WHEREABOUTS = """
CREATE FUNCTION dose_whereabouts_belong() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    guarded boolean;
    said text := concat_ws(chr(31), NEW.salt, coalesce(NEW.provider_code, ''), NEW.provider_name,
        coalesce(NEW.doctor, ''), coalesce(NEW.note, ''), coalesce(NEW.stated_reason, ''));
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.state IS DISTINCT FROM 'open' OR asked.proposed_by IS DISTINCT FROM acting_account()
       OR asked.subjects <> ARRAY[NEW.resident_id]
       OR asked.payload::jsonb ->> 'particulars_sha256'
          IS DISTINCT FROM encode(sha256(convert_to(said, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'these particulars do not belong to proposal %', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_particulars_were_proposed';
    END IF;
    SELECT is_guarded INTO guarded FROM resident WHERE id = NEW.resident_id FOR SHARE;
    IF guarded <> (TG_TABLE_NAME = 'guarded_dose') THEN
        RAISE EXCEPTION 'these particulars belong into the other table'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_particulars_are_guarded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dose_particulars_belong BEFORE INSERT ON dose_particulars
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION dose_whereabouts_belong();
CREATE TRIGGER guarded_dose_belongs BEFORE INSERT ON guarded_dose
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION dose_whereabouts_belong();

CREATE FUNCTION dose_whereabouts_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.is_guarded THEN
        WITH moved AS (DELETE FROM dose_particulars WHERE resident_id = NEW.id RETURNING *)
            INSERT INTO guarded_dose SELECT * FROM moved;
    ELSE
        WITH moved AS (DELETE FROM guarded_dose WHERE resident_id = NEW.id RETURNING *)
            INSERT INTO dose_particulars SELECT * FROM moved;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER dose_whereabouts_move AFTER UPDATE OF is_guarded ON resident
    FOR EACH ROW WHEN (NEW.is_guarded <> OLD.is_guarded) EXECUTE FUNCTION dose_whereabouts_move();
"""
NO_WHEREABOUTS = """
DROP TRIGGER dose_whereabouts_move ON resident;
DROP TRIGGER guarded_dose_belongs ON guarded_dose;
DROP TRIGGER dose_particulars_belong ON dose_particulars;
DROP FUNCTION dose_whereabouts_move();
DROP FUNCTION dose_whereabouts_belong();
"""

# When a row stopped standing follows from the row that names it. `security_invoker`: the reader's grants decide.
TIMELINE = """
CREATE VIEW dose_timeline WITH (security_invoker = true) AS
SELECT d.*, (SELECT n.recorded_at FROM dose n WHERE n.supersedes_id = d.id) AS superseded_at
FROM dose d;
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['dose_is_what_was_approved', 'dose_becomes_current', 'dose_is_fixed',
                                 'dose_whereabouts_belong', 'dose_whereabouts_move'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_second_person"), ("ward", "0001_residents")]

    operations = [
        migrations.CreateModel(
            name="Dose",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_cancelled", models.BooleanField(verbose_name="取消")),
                ("series", models.TextField(verbose_name="接種名称")),
                ("outcome", models.TextField(verbose_name="実施結果")),
                ("given_on", models.DateField(verbose_name="接種日")),
                ("fiscal_year", models.IntegerField(verbose_name="接種年度")),
                ("product", models.TextField(null=True, verbose_name="ワクチンの種類")),
                ("brand", models.TextField(null=True, verbose_name="製品")),
                ("vaccine_name", models.TextField(null=True, verbose_name="ワクチン名")),
                ("maker", models.TextField(null=True, verbose_name="ワクチンメーカー")),
                ("lot", models.TextField(null=True, verbose_name="Lot番号")),
                ("expires_on", models.DateField(null=True, verbose_name="有効期限")),
                (
                    "volume_ml",
                    models.DecimalField(
                        decimal_places=3, max_digits=5, null=True, verbose_name="接種量"
                    ),
                ),
                ("route", models.TextField(null=True, verbose_name="接種方法")),
                ("screening_reason", models.TextField(null=True, verbose_name="予診理由")),
                ("payment_excluded", models.BooleanField(verbose_name="支払対象外フラグ")),
                ("desk", models.TextField(verbose_name="入力窓口")),
                ("source", models.TextField(verbose_name="入力元")),
                ("second_of_day", models.BooleanField(verbose_name="同日2回目")),
                ("as_given", models.BooleanField(verbose_name="そのまま記録")),
                ("decision", models.TextField(null=True, verbose_name="回数の決定")),
                ("dose_number", models.IntegerField(null=True, verbose_name="回数")),
                ("legal", models.TextField(null=True, verbose_name="接種区分")),
                ("counts", models.TextField(null=True, verbose_name="回数の扱い")),
                ("error_class", models.IntegerField(null=True, verbose_name="間違い接種の態様")),
                ("release", models.TextField(verbose_name="規則集の版")),
                ("judged_on", models.DateField(verbose_name="判定日")),
                ("reason", models.TextField(null=True, verbose_name="訂正・取消しの理由")),
                ("entered_by", models.BigIntegerField(verbose_name="入力者の番号")),
                ("entered_by_name", models.TextField(verbose_name="入力者")),
                ("entered_at", models.DateTimeField(verbose_name="入力日時")),
                ("checked_by", models.BigIntegerField(verbose_name="確認者の番号")),
                ("checked_by_name", models.TextField(verbose_name="確認者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "particulars_of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.proposal",
                        verbose_name="実施場所の申請",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="ward.dose",
                        verbose_name="訂正前の記録",
                    ),
                ),
            ],
            options={
                "verbose_name": "接種",
                "db_table": "dose",
            },
        ),
        migrations.CreateModel(
            name="DoseParticulars",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                ("salt", models.TextField(verbose_name="塩")),
                ("provider_code", models.TextField(null=True, verbose_name="医療機関コード")),
                ("provider_name", models.TextField(verbose_name="接種医療機関")),
                ("doctor", models.TextField(null=True, verbose_name="医師")),
                ("note", models.TextField(null=True, verbose_name="接種補足")),
                ("stated_reason", models.TextField(null=True, verbose_name="そのまま記録する理由")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "接種の実施場所",
                "db_table": "dose_particulars",
            },
        ),
        migrations.CreateModel(
            name="EntryForm",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        primary_key=True, serialize=False, verbose_name="フォームの番号"
                    ),
                ),
                (
                    "instead_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.proposal",
                        verbose_name="差戻しされた申請",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "入力フォーム",
                "db_table": "entry_form",
            },
        ),
        migrations.CreateModel(
            name="GuardedDose",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                ("salt", models.TextField(verbose_name="塩")),
                ("provider_code", models.TextField(null=True, verbose_name="医療機関コード")),
                ("provider_name", models.TextField(verbose_name="接種医療機関")),
                ("doctor", models.TextField(null=True, verbose_name="医師")),
                ("note", models.TextField(null=True, verbose_name="接種補足")),
                ("stated_reason", models.TextField(null=True, verbose_name="そのまま記録する理由")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "担当課対応の接種の実施場所",
                "db_table": "guarded_dose",
            },
        ),
        migrations.CreateModel(
            name="CurrentDose",
            fields=[
                (
                    "dose",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.dose",
                        verbose_name="接種",
                    ),
                ),
                ("product", models.TextField(null=True, verbose_name="ワクチンの種類")),
                ("given_on", models.DateField(verbose_name="接種日")),
                ("second_of_day", models.BooleanField(verbose_name="同日2回目")),
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
            options={
                "verbose_name": "有効な接種",
                "db_table": "current_dose",
            },
        ),
        migrations.AddIndex(
            model_name="dose",
            index=models.Index(fields=["resident", "given_on"], name="dose_of_resident"),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "screened_only"), ("screening_reason__isnull", False)),
                    models.Q(
                        ("counts__isnull", False),
                        ("legal__isnull", False),
                        ("outcome", "given"),
                        ("product__isnull", False),
                        ("screening_reason", None),
                    ),
                    _connector="OR",
                ),
                name="dose_is_given_or_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(("volume_ml", None), ("volume_ml__gt", 0), _connector="OR"),
                name="dose_volume_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_cancelled", False), ("supersedes", None)),
                    models.Q(
                        ("reason__isnull", False),
                        ("reason__regex", "\\S"),
                        ("supersedes__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="dose_is_corrected_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_by", models.F("checked_by")), _negated=True),
                name="dose_has_two_people",
            ),
        ),
        migrations.AddIndex(
            model_name="doseparticulars",
            index=models.Index(
                condition=models.Q(("provider_code__isnull", False)),
                fields=["provider_code", "-proposal"],
                name="dose_particulars_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="currentdose",
            index=models.Index(fields=["resident", "given_on"], name="current_dose_of_resident"),
        ),
        migrations.AddConstraint(
            model_name="currentdose",
            constraint=models.UniqueConstraint(
                condition=models.Q(("second_of_day", False)),
                fields=("resident", "product", "given_on"),
                name="current_dose_once_a_day",
            ),
        ),
        migrations.RunSQL(APPROVED, NO_APPROVED),
        migrations.RunSQL(CURRENT, NO_CURRENT),
        migrations.RunSQL(FIXED, NO_FIXED),
        migrations.RunSQL(WHEREABOUTS, NO_WHEREABOUTS),
        migrations.RunSQL(TIMELINE, "DROP VIEW dose_timeline"),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
