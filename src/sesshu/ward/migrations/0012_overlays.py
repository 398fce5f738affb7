"""What the municipality decides inside the law, put in force by two people (house.md §5; issue 3.1)."""

from django.db import migrations, models

# Which overlay is in force is read from an approved proposal, never from whoever adds the row.
GUARDS = """
ALTER TABLE rulebook_overlay ADD CONSTRAINT rulebook_overlay_is_named_by_its_content
    CHECK (overlay = encode(sha256(content), 'hex'));

CREATE FUNCTION overlay_put_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT payload::jsonb->>'overlay' INTO NEW.overlay FROM proposal
    WHERE id = NEW.proposal_id AND kind = 'rulebook.overlay' AND state = 'approved';
    IF NOT FOUND OR NEW.overlay IS NOT NULL
       AND NOT EXISTS (SELECT FROM rulebook_overlay o WHERE o.overlay = NEW.overlay) THEN
        RAISE EXCEPTION 'proposal % puts no overlay in force', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'overlay_is_approved';
    END IF;
    NEW.since_at := clock_timestamp();
    RETURN NEW;
END $$;

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION overlay_put_in_force() SET search_path = %I, pg_temp', current_schema());
END $$;

CREATE TRIGGER overlay_put_in_force BEFORE INSERT ON overlay_in_force
    FOR EACH ROW EXECUTE FUNCTION overlay_put_in_force();
"""
NO_GUARDS = """
DROP TRIGGER overlay_put_in_force ON overlay_in_force;
DROP FUNCTION overlay_put_in_force();
ALTER TABLE rulebook_overlay DROP CONSTRAINT rulebook_overlay_is_named_by_its_content;
"""


class Migration(migrations.Migration):
    dependencies = [("ward", "0011_recall")]

    operations = [
        migrations.CreateModel(
            name="OverlayInForce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("overlay", models.TextField(null=True, verbose_name="定め")),
                ("since_at", models.DateTimeField(verbose_name="この日時から")),
                ("proposal_id", models.BigIntegerField(unique=True, verbose_name="申請")),
            ],
            options={"verbose_name": "判定に使った区の定め", "db_table": "overlay_in_force"},
        ),
        migrations.CreateModel(
            name="RulebookOverlay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("overlay", models.TextField(unique=True, verbose_name="定め")),
                ("content", models.BinaryField(verbose_name="内容")),
                ("kept_at", models.DateTimeField(verbose_name="保存日時")),
            ],
            options={"verbose_name": "区の定め", "db_table": "rulebook_overlay"},
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
