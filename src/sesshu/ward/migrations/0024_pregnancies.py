"""Pregnancies told to the ward, and vouchers that are for one of them (予防接種法施行令第3条)."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("pregnancy", "pregnancy_state")
RECORDED = "".join(
    f"""
CREATE TRIGGER {table}_is_recorded BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();
CREATE TRIGGER {table}_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION voucher_is_fixed();
"""
    for table in TABLES
)
NOT_RECORDED = "".join(
    f"""
DROP TRIGGER {table}_is_fixed ON {table};
DROP TRIGGER {table}_is_recorded ON {table};
"""
    for table in TABLES
)
STANDING = """
CREATE VIEW pregnancy_now WITH (security_invoker = true) AS
SELECT DISTINCT ON (p.id) p.id, p.resident_id, p.notified_on, s.due_on, s.ended_on, s.is_mistake
FROM pregnancy p JOIN pregnancy_state s ON s.pregnancy_id = p.id ORDER BY p.id, s.id DESC;
"""
NO_STANDING = "DROP VIEW pregnancy_now;"
# Forty weeks before the due day until two weeks after it, as schedule.tracks counts a pregnancy. Nobody has two
# at once, under whichever of their numbers; two clerks wait for each other at the rows of the person.
POSSIBLE = """
CREATE FUNCTION pregnancy_state_is_possible() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    told pregnancy;
    numbers bigint[];
BEGIN
    SELECT * INTO told FROM pregnancy WHERE id = NEW.pregnancy_id;
    numbers := ARRAY(SELECT same_person(told.resident_id));
    PERFORM FROM resident WHERE id = ANY (numbers) ORDER BY id FOR UPDATE;
    IF told.notified_on NOT BETWEEN NEW.due_on - 280 AND NEW.due_on + 14
       OR NEW.ended_on NOT BETWEEN NEW.due_on - 280 AND NEW.due_on + 28 THEN
        RAISE EXCEPTION 'these days are not of one pregnancy'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pregnancy_days_are_possible';
    END IF;
    IF NOT NEW.is_mistake AND EXISTS (
        SELECT FROM pregnancy_now o
        WHERE o.resident_id = ANY (numbers) AND o.id <> NEW.pregnancy_id AND NOT o.is_mistake
          AND daterange(o.due_on - 280, coalesce(o.ended_on, o.due_on + 14), '[]')
              && daterange(NEW.due_on - 280, coalesce(NEW.ended_on, NEW.due_on + 14), '[]')
    ) THEN
        RAISE EXCEPTION 'this person has another pregnancy on these days'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'pregnancy_one_at_a_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pregnancy_state_is_possible BEFORE INSERT ON pregnancy_state
    FOR EACH ROW EXECUTE FUNCTION pregnancy_state_is_possible();
"""
NOT_POSSIBLE = """
DROP TRIGGER pregnancy_state_is_possible ON pregnancy_state;
DROP FUNCTION pregnancy_state_is_possible();
"""
# As in 0006, and a voucher may be for one pregnancy: it must go on, and be this person's.
ISSUED = """
CREATE OR REPLACE FUNCTION voucher_is_issued_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    -- The quasigroup of H. M. Damm, row by row, as in kernel/voucher_numbers.py.
    damm constant text := '0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790';
    digit text;
    interim integer := 0;
    asked issue_candidate;
    old voucher;
BEGIN
    FOREACH digit IN ARRAY string_to_array(NEW.number, NULL) LOOP
        interim := substr(damm, interim * 10 + digit::integer + 1, 1)::integer;
    END LOOP;
    IF interim <> 0 THEN
        RAISE EXCEPTION 'the check digit of a voucher number is wrong'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_number_has_its_check_digit';
    END IF;
    IF NEW.candidate_id IS NOT NULL THEN
        SELECT c.* INTO asked FROM issue_candidate c
            JOIN issue_step s ON s.issue_run_id = c.issue_run_id AND s.step = 'fixed'
            WHERE c.id = NEW.candidate_id AND c.excluded IS NULL;
        IF asked.id IS NULL THEN
            RAISE EXCEPTION 'candidate % is in no fixed list', NEW.candidate_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_candidate_is_fixed';
        END IF;
        NEW.resident_id := asked.resident_id;
        NEW.series := asked.series;
        NEW.dose := asked.dose;
        NEW.for_year := asked.for_year;
{of_candidate}    ELSIF NEW.replaces_id IS NOT NULL THEN
        SELECT v.* INTO old FROM voucher v JOIN voucher_void x ON x.voucher_id = v.id WHERE v.id = NEW.replaces_id;
        IF old.id IS NULL THEN
            RAISE EXCEPTION 'voucher % still holds', NEW.replaces_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_replaces_a_void_one';
        END IF;
        NEW.resident_id := old.resident_id;
        NEW.series := old.series;
        NEW.dose := old.dose;
        NEW.for_year := old.for_year;
{of_old}    END IF;
{goes_on}    INSERT INTO voucher_in_force (voucher_id, resident_id, series, dose, for_year{column})
        VALUES (NEW.id, NEW.resident_id, NEW.series, NEW.dose, NEW.for_year{value})
        ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN NEW;
    ELSIF NEW.candidate_id IS NOT NULL THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'this person has a voucher for this dose'
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'voucher_once_a_dose';
END $$;
"""
OF_CANDIDATE = "        NEW.pregnancy_id := asked.pregnancy_id;\n"
OF_OLD = "        NEW.pregnancy_id := old.pregnancy_id;\n"
GOES_ON = """    IF NEW.pregnancy_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM pregnancy_now n WHERE n.id = NEW.pregnancy_id AND n.ended_on IS NULL AND NOT n.is_mistake
          AND n.resident_id IN (SELECT same_person(NEW.resident_id))
    ) THEN
        IF NEW.candidate_id IS NOT NULL THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION 'this person has no such pregnancy that goes on'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_pregnancy_goes_on';
    END IF;
"""
COLUMN, VALUE = ", pregnancy_id", ", NEW.pregnancy_id"
# As in 0014, asked for each pregnancy anew.
ONCE = """
CREATE OR REPLACE FUNCTION voucher_once_a_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    numbers bigint[] := ARRAY(SELECT same_person(NEW.resident_id));
BEGIN
    IF cardinality(numbers) = 1 THEN
        RETURN NEW;
    END IF;
    PERFORM FROM resident WHERE id = ANY (numbers) ORDER BY id FOR UPDATE;
    IF NOT EXISTS (
        SELECT FROM voucher_in_force f
        WHERE f.resident_id = ANY (numbers) AND f.voucher_id <> NEW.id
          AND {same}
    ) THEN
        RETURN NEW;
    ELSIF NEW.candidate_id IS NOT NULL THEN
        DELETE FROM voucher_in_force WHERE voucher_id = NEW.id;
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'this person has a voucher for this dose under another number'
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'voucher_once_a_dose';
END $$;
"""
OF_DOSE = "(f.series, f.dose, f.for_year) IS NOT DISTINCT FROM (NEW.series, NEW.dose, NEW.for_year)"
OF_PREGNANCY = """(f.series, f.dose, f.for_year, f.pregnancy_id)
              IS NOT DISTINCT FROM (NEW.series, NEW.dose, NEW.for_year, NEW.pregnancy_id)"""
# As in 0006, and a letter about a pregnancy that is over must not be sent.
TO_STOP = """
CREATE OR REPLACE VIEW voucher_to_stop WITH (security_invoker = true) AS
SELECT s.issue_run_id, v.id AS voucher_id, v.resident_id,
       CASE WHEN now_registered.died_on IS NOT NULL OR now_registered.status = '4' THEN 'died'
            WHEN now_registered.status IS DISTINCT FROM '1' THEN 'moved'
            WHEN r.is_guarded AND NOT s.is_guarded THEN 'guarded'
{cause}            ELSE 'address_changed' END AS cause
FROM issue_sheet s
JOIN voucher v ON v.candidate_id = s.candidate_id
JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident r ON r.id = v.resident_id
{told}JOIN resident_version printed ON printed.id = s.version_id
LEFT JOIN LATERAL (
    SELECT t.status, t.died_on, t.postal_code, t.address, t.building, t.mail_address
    FROM resident_timeline t
    WHERE t.resident_id = v.resident_id AND t.superseded_at IS NULL AND NOT t.is_revoked
    ORDER BY t.valid_from DESC LIMIT 1
) now_registered ON true
WHERE NOT EXISTS (SELECT FROM issue_step p WHERE p.issue_run_id = s.issue_run_id AND p.step = 'posted')
  AND (
    now_registered.status IS DISTINCT FROM '1' OR now_registered.died_on IS NOT NULL
    OR r.is_guarded AND NOT s.is_guarded
{over}    OR NOT s.is_guarded AND NOT r.is_guarded AND
       (now_registered.postal_code, now_registered.address, now_registered.building, now_registered.mail_address)
       IS DISTINCT FROM (printed.postal_code, printed.address, printed.building, printed.mail_address)
  );
"""
CAUSE = "            WHEN told.ended_on IS NOT NULL OR told.is_mistake THEN 'pregnancy_over'\n"
TOLD = "LEFT JOIN pregnancy_now told ON told.id = v.pregnancy_id\n"
OVER = "    OR told.ended_on IS NOT NULL OR told.is_mistake\n"


def filled(text: str, **places: str) -> str:
    """The text with each named place filled."""
    for name, words in places.items():
        text = text.replace(f"{{{name}}}", words)
    return text


NOW_ISSUED = filled(
    ISSUED, of_candidate=OF_CANDIDATE, of_old=OF_OLD, goes_on=GOES_ON, column=COLUMN, value=VALUE
)
EARLIER_ISSUED = filled(ISSUED, of_candidate="", of_old="", goes_on="", column="", value="")
NOW_TO_STOP = filled(TO_STOP, cause=CAUSE, told=TOLD, over=OVER)
EARLIER_TO_STOP = filled(TO_STOP, cause="", told="", over="")
# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$ DECLARE guard text; BEGIN
    FOREACH guard IN ARRAY ARRAY['pregnancy_state_is_possible()', 'voucher_is_issued_once()',
        'voucher_once_a_person()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0009_maternal_duty"), ("ward", "0023_one_price")]

    operations = [
        migrations.CreateModel(
            name="PregnancyNow",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="届出の番号"
                    ),
                ),
                ("notified_on", models.DateField(verbose_name="届出日")),
                ("due_on", models.DateField(verbose_name="分娩予定日")),
                ("ended_on", models.DateField(null=True, verbose_name="妊娠の終わった日")),
                ("is_mistake", models.BooleanField(verbose_name="誤って記録した届出")),
            ],
            options={
                "verbose_name": "いまの妊娠の届出",
                "db_table": "pregnancy_now",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Pregnancy",
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
                ("notified_on", models.DateField(verbose_name="届出日")),
            ],
            options={
                "verbose_name": "妊娠の届出",
                "db_table": "pregnancy",
            },
        ),
        migrations.CreateModel(
            name="PregnancyState",
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
                ("due_on", models.DateField(verbose_name="分娩予定日")),
                ("ended_on", models.DateField(null=True, verbose_name="妊娠の終わった日")),
                (
                    "is_mistake",
                    models.BooleanField(default=False, verbose_name="誤って記録した届出"),
                ),
            ],
            options={
                "verbose_name": "妊娠の状況",
                "db_table": "pregnancy_state",
            },
        ),
        migrations.RemoveConstraint(
            model_name="issuecandidate",
            name="issue_candidate_once",
        ),
        migrations.RemoveConstraint(
            model_name="voucherinforce",
            name="voucher_once_a_dose",
        ),
        migrations.AddField(
            model_name="pregnancy",
            name="resident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="ward.resident", verbose_name="住民"
            ),
        ),
        migrations.AddField(
            model_name="issuecandidate",
            name="pregnancy",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.pregnancy",
                verbose_name="妊娠の届出",
            ),
        ),
        migrations.AddField(
            model_name="voucher",
            name="pregnancy",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.pregnancy",
                verbose_name="妊娠の届出",
            ),
        ),
        migrations.AddField(
            model_name="voucherinforce",
            name="pregnancy",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.pregnancy",
                verbose_name="妊娠の届出",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuecandidate",
            constraint=models.UniqueConstraint(
                fields=("issue_run", "resident", "series", "dose", "for_year", "pregnancy"),
                name="issue_candidate_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="voucherinforce",
            constraint=models.UniqueConstraint(
                fields=("resident", "series", "dose", "for_year", "pregnancy"),
                name="voucher_once_a_dose",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="pregnancystate",
            name="pregnancy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.pregnancy",
                verbose_name="妊娠の届出",
            ),
        ),
        migrations.AddConstraint(
            model_name="pregnancystate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("is_mistake", False), _connector="OR"),
                name="pregnancy_mistaken_never_ended",
            ),
        ),
        migrations.RunSQL(RECORDED, NOT_RECORDED),
        migrations.RunSQL(STANDING, NO_STANDING),
        migrations.RunSQL(POSSIBLE, NOT_POSSIBLE),
        migrations.RunSQL(NOW_ISSUED, EARLIER_ISSUED),
        migrations.RunSQL(filled(ONCE, same=OF_PREGNANCY), filled(ONCE, same=OF_DOSE)),
        migrations.RunSQL(NOW_TO_STOP, EARLIER_TO_STOP),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
