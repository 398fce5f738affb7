"""Budgets of series by fiscal year: PostgreSQL writes what two people agreed on (V109, R5)."""

import django.db.models.deletion
from django.db import migrations, models

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
WRITTEN = """
CREATE FUNCTION budget_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb := master_row_approved(NEW.proposal_id, 'ward.budgets', NEW.place);
BEGIN
    NEW.fiscal_year := (said ->> 'fiscal_year')::integer;
    NEW.series := said ->> 'series';
    NEW.yen := (said ->> 'yen')::bigint;
    NEW.entered_by_name := said ->> 'proposer';
    NEW.checked_by_name := said ->> 'approver';
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER budget_is_what_was_approved BEFORE INSERT ON budget
    FOR EACH ROW EXECUTE FUNCTION budget_is_what_was_approved();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION budget_is_what_was_approved() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
NOT_WRITTEN = """
DROP TRIGGER budget_is_what_was_approved ON budget;
DROP FUNCTION budget_is_what_was_approved();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_transfer_files"),
        ("ward", "0026_clinic_payments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField(verbose_name="申請の中の順番")),
                ("entered_by_name", models.TextField(verbose_name="申請者")),
                ("checked_by_name", models.TextField(verbose_name="確認者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("series", models.TextField(verbose_name="接種名称")),
                ("yen", models.BigIntegerField(verbose_name="予算額")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "委託料の予算",
                "db_table": "budget",
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "place"), name="budget_once"),
                    models.CheckConstraint(
                        condition=models.Q(("yen__gte", 0)), name="budget_is_no_debt"
                    ),
                ],
            },
        ),
        migrations.RunSQL(WRITTEN, NOT_WRITTEN),
    ]
