"""名寄せ: two 宛名 of one person, kept together by rows and not by moving anything (S1.7; ADR 53)."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# An application names a proposal. Who, when, why and which 宛名 are read from the text that the second person
# approved. Both residents are locked in the order of their ids before anything is looked at: of two merges
# at once that touch each other, the second finds what the first has done. SECURITY DEFINER: the guard must
# see proposals and residents whatever the grants of the role.
APPROVED = """
CREATE FUNCTION merge_proposal(proposal_id bigint, kind text) RETURNS proposal LANGUAGE plpgsql AS $$
DECLARE
    asked proposal;
BEGIN
    SELECT * INTO asked FROM proposal p WHERE p.id = $1;
    IF asked.kind IS DISTINCT FROM $2 OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is no % that this account has approved', $1, $2
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_was_approved';
    END IF;
    RETURN asked;
END $$;

CREATE FUNCTION merge_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal := merge_proposal(NEW.proposal_id, 'ward.resident_merge');
    said jsonb := asked.payload::jsonb;
BEGIN
    NEW.kept_id := (said ->> 'kept')::bigint;
    NEW.merged_id := (said ->> 'merged')::bigint;
    PERFORM FROM resident WHERE id IN (NEW.kept_id, NEW.merged_id) ORDER BY id FOR NO KEY UPDATE;
    IF asked.subjects <> ARRAY[NEW.kept_id, NEW.merged_id] THEN
        RAISE EXCEPTION 'proposal % is about others', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_is_about_its_subjects';
    END IF;
    IF EXISTS (
        SELECT FROM merged_resident m
        WHERE m.merged_id IN (NEW.kept_id, NEW.merged_id) OR m.kept_id = NEW.merged_id
    ) THEN
        RAISE EXCEPTION 'one of % and % is merged already', NEW.kept_id, NEW.merged_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_is_of_two_apart';
    END IF;
    IF merge_birth_date(NEW.kept_id) IS DISTINCT FROM merge_birth_date(NEW.merged_id) THEN
        RAISE EXCEPTION '% and % have not one birth date', NEW.kept_id, NEW.merged_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_has_one_birth_date';
    END IF;
    NEW.reason := asked.reason;
    NEW.asked_by := asked.proposed_by;
    NEW.asked_by_name := asked.proposed_by_name;
    NEW.asked_at := asked.proposed_at;
    NEW.decided_by := asked.decided_by;
    NEW.decided_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER merge_is_what_was_approved BEFORE INSERT ON resident_merge
    FOR EACH ROW EXECUTE FUNCTION merge_is_what_was_approved();

CREATE FUNCTION merge_birth_date(resident bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT birth_on FROM resident_timeline
    WHERE resident_id = $1 AND superseded_at IS NULL AND NOT is_revoked
    ORDER BY valid_from DESC LIMIT 1
$$;

CREATE FUNCTION merge_undone_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal := merge_proposal(NEW.proposal_id, 'ward.resident_merge_undo');
    undone resident_merge;
BEGIN
    SELECT * INTO undone FROM resident_merge WHERE id = (asked.payload::jsonb ->> 'merge')::bigint;
    NEW.merge_id := undone.id;
    PERFORM FROM resident WHERE id IN (undone.kept_id, undone.merged_id) ORDER BY id FOR NO KEY UPDATE;
    IF asked.subjects IS DISTINCT FROM ARRAY[undone.kept_id, undone.merged_id] THEN
        RAISE EXCEPTION 'proposal % is about others', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_is_about_its_subjects';
    END IF;
    NEW.reason := asked.reason;
    NEW.asked_by := asked.proposed_by;
    NEW.asked_by_name := asked.proposed_by_name;
    NEW.asked_at := asked.proposed_at;
    NEW.decided_by := asked.decided_by;
    NEW.decided_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER merge_undone_is_what_was_approved BEFORE INSERT ON merge_undone
    FOR EACH ROW EXECUTE FUNCTION merge_undone_is_what_was_approved();
"""
NO_APPROVED = """
DROP TRIGGER merge_undone_is_what_was_approved ON merge_undone;
DROP TRIGGER merge_is_what_was_approved ON resident_merge;
DROP FUNCTION merge_undone_is_what_was_approved();
DROP FUNCTION merge_is_what_was_approved();
DROP FUNCTION merge_birth_date(bigint);
DROP FUNCTION merge_proposal(bigint, text);
"""

# Which merges hold, as a table with a primary key: a 宛名 is merged once. No application role writes it.
IN_FORCE = """
CREATE FUNCTION merge_takes_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO merged_resident (merged_id, kept_id, merge_id) VALUES (NEW.merged_id, NEW.kept_id, NEW.id);
    PERFORM shelter_number(r.id) FROM resident r
        WHERE NOT r.is_guarded AND r.id IN (SELECT same_person(NEW.kept_id))
          AND EXISTS (SELECT FROM resident g WHERE g.is_guarded AND g.id IN (SELECT same_person(NEW.kept_id)));
    RETURN NULL;
END $$;
CREATE TRIGGER merge_takes_hold AFTER INSERT ON resident_merge
    FOR EACH ROW EXECUTE FUNCTION merge_takes_hold();

CREATE FUNCTION merge_lets_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM merged_resident WHERE merge_id = NEW.merge_id;
    RETURN NULL;
END $$;
CREATE TRIGGER merge_lets_go AFTER INSERT ON merge_undone
    FOR EACH ROW EXECUTE FUNCTION merge_lets_go();

CREATE FUNCTION merge_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a merge is never changed: it is undone by a row that names it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_is_fixed';
END $$;
CREATE TRIGGER merge_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON resident_merge
    FOR EACH STATEMENT EXECUTE FUNCTION merge_is_fixed();
CREATE TRIGGER merge_undone_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON merge_undone
    FOR EACH STATEMENT EXECUTE FUNCTION merge_is_fixed();
"""
NO_IN_FORCE = """
DROP TRIGGER merge_undone_is_fixed ON merge_undone;
DROP TRIGGER merge_is_fixed ON resident_merge;
DROP TRIGGER merge_lets_go ON merge_undone;
DROP TRIGGER merge_takes_hold ON resident_merge;
DROP FUNCTION merge_is_fixed();
DROP FUNCTION merge_lets_go();
DROP FUNCTION merge_takes_hold();
"""

# Every 宛名 with all of the same person, itself among them.
NUMBERS = """
CREATE VIEW number_of_person WITH (security_invoker = true) AS
SELECT id AS resident_id, id AS number_id FROM resident
UNION ALL SELECT merged_id, kept_id FROM merged_resident
UNION ALL SELECT kept_id, merged_id FROM merged_resident
UNION ALL SELECT one.merged_id, other.merged_id FROM merged_resident one
    JOIN merged_resident other ON other.kept_id = one.kept_id AND other.merged_id <> one.merged_id;
"""

# Protection is the person's, not the number's: it reaches every 宛名 of theirs and, as everywhere, whoever is
# registered in the household (number-linkage §5.5 D2). No undo lifts it.
PROTECTED = """
CREATE FUNCTION same_person(resident bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT number_id FROM number_of_person WHERE resident_id = $1
$$;
CREATE FUNCTION shelter_number(resident bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM shelter_resident(r.id) FROM resident r WHERE NOT r.is_guarded AND (
        r.id = $1 OR r.id IN (
            SELECT m.resident_id FROM resident_search own JOIN resident_search m USING (household_number)
            WHERE own.resident_id = $1
        )
    );
END $$;
CREATE FUNCTION protection_is_the_persons() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM shelter_number(r.id) FROM resident r
        WHERE NOT r.is_guarded AND r.id IN (SELECT same_person(NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER protection_is_the_persons AFTER UPDATE OF is_guarded ON resident
    FOR EACH ROW WHEN (NEW.is_guarded AND NOT OLD.is_guarded) EXECUTE FUNCTION protection_is_the_persons();
"""
NO_PROTECTED = """
DROP TRIGGER protection_is_the_persons ON resident;
DROP FUNCTION protection_is_the_persons();
DROP FUNCTION shelter_number(bigint);
DROP FUNCTION same_person(bigint);
"""

# A voucher holds for the person, whichever of their 宛名 it was issued to: one condition of the guard changes.
VOUCHERS = """
DO $$
DECLARE
    guard text := pg_get_functiondef('dose_keeps_its_voucher_number'::regproc);
    changed text := replace(guard, '{before}', '{after}');
BEGIN
    IF changed = guard THEN
        RAISE EXCEPTION 'the guard of voucher numbers is not as expected';
    END IF;
    EXECUTE changed;
END $$;
"""
OF_THE_NUMBER = "v.resident_id = NEW.resident_id"
OF_THE_PERSON = "v.resident_id IN (SELECT same_person(NEW.resident_id))"

# When a merge stopped holding follows from the row that names it. `security_invoker`: the reader's grants decide.
TIMELINE = """
CREATE VIEW merge_timeline WITH (security_invoker = true) AS
SELECT m.*, (SELECT u.recorded_at FROM merge_undone u WHERE u.merge_id = m.id) AS undone_at
FROM resident_merge m;
"""
# A person is counted under the 宛名 that was kept if they live here under it, else under one they live here under.
COUNTED = """
CREATE VIEW counted_elsewhere WITH (security_invoker = true) AS
SELECT resident_id, person_id FROM (
    SELECT n.id AS resident_id, first_value(n.id) OVER (
        PARTITION BY n.kept_id
        ORDER BY (v.status = '1' AND v.died_on IS NULL) DESC NULLS LAST, n.id = n.kept_id DESC, n.id
    ) AS person_id
    FROM (
        SELECT merged_id AS id, kept_id FROM merged_resident
        UNION SELECT kept_id, kept_id FROM merged_resident
    ) n
    LEFT JOIN LATERAL (
        SELECT t.status, t.died_on FROM resident_timeline t
        WHERE t.resident_id = n.id AND t.superseded_at IS NULL AND NOT t.is_revoked
        ORDER BY t.valid_from DESC LIMIT 1
    ) v ON true
) numbered WHERE resident_id <> person_id;
"""

APART = """
CREATE FUNCTION pair_apart_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.decided_by := acting_account();
    NEW.decided_by_name := acting_name();
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER pair_apart_is_decided BEFORE INSERT ON pair_apart
    FOR EACH ROW EXECUTE FUNCTION pair_apart_is_decided();
"""
NO_APART = """
DROP TRIGGER pair_apart_is_decided ON pair_apart;
DROP FUNCTION pair_apart_is_decided();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY[
        'merge_proposal(bigint, text)', 'merge_birth_date(bigint)', 'merge_is_what_was_approved()',
        'merge_undone_is_what_was_approved()', 'merge_takes_hold()', 'merge_lets_go()', 'merge_is_fixed()',
        'same_person(bigint)', 'shelter_number(bigint)', 'protection_is_the_persons()',
        'pair_apart_is_decided()'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_post"), ("ward", "0008_letters")]

    operations = [
        migrations.CreateModel(
            name="ResidentMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("asked_by", models.BigIntegerField(verbose_name="申請者の番号")),
                ("asked_by_name", models.TextField(verbose_name="申請者")),
                ("asked_at", models.DateTimeField(verbose_name="申請日時")),
                ("decided_by", models.BigIntegerField(verbose_name="確認者の番号")),
                ("decided_by_name", models.TextField(verbose_name="確認者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="残す宛名",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="まとめる宛名",
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
                "verbose_name": "名寄せ",
                "db_table": "resident_merge",
            },
        ),
        migrations.CreateModel(
            name="MergeUndone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("asked_by", models.BigIntegerField(verbose_name="申請者の番号")),
                ("asked_by_name", models.TextField(verbose_name="申請者")),
                ("asked_at", models.DateTimeField(verbose_name="申請日時")),
                ("decided_by", models.BigIntegerField(verbose_name="確認者の番号")),
                ("decided_by_name", models.TextField(verbose_name="確認者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                (
                    "merge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.residentmerge",
                        verbose_name="名寄せ",
                    ),
                ),
            ],
            options={
                "verbose_name": "名寄せの取消し",
                "db_table": "merge_undone",
            },
        ),
        migrations.CreateModel(
            name="MergedResident",
            fields=[
                (
                    "merged",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ward.resident",
                        verbose_name="まとめた宛名",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="残す宛名",
                    ),
                ),
                (
                    "merge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.residentmerge",
                        verbose_name="名寄せ",
                    ),
                ),
            ],
            options={
                "verbose_name": "まとめた宛名",
                "db_table": "merged_resident",
            },
        ),
        migrations.CreateModel(
            name="LikelyPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.IntegerField(verbose_name="一致の度合い")),
                ("run_id", models.BigIntegerField(verbose_name="一括処理")),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="宛名",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="もう一つの宛名",
                    ),
                ),
            ],
            options={
                "verbose_name": "同じ人かもしれない宛名",
                "db_table": "likely_pair",
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="likely_pair_once"),
                    models.CheckConstraint(
                        condition=Q(("first__lt", F("second"))), name="likely_pair_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("decided_by", models.BigIntegerField(verbose_name="確認者の番号")),
                ("decided_by_name", models.TextField(verbose_name="確認者")),
                ("decided_at", models.DateTimeField(verbose_name="確認日時")),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="宛名",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="もう一つの宛名",
                    ),
                ),
            ],
            options={
                "verbose_name": "別人の宛名",
                "db_table": "pair_apart",
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="pair_apart_once"),
                    models.CheckConstraint(
                        condition=Q(("first__lt", F("second"))), name="pair_apart_in_order"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="residentmerge",
            constraint=models.CheckConstraint(
                condition=Q(("kept", F("merged")), _negated=True), name="merge_is_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="residentmerge",
            constraint=models.CheckConstraint(
                condition=Q(("asked_by", F("decided_by")), _negated=True),
                name="merge_has_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeundone",
            constraint=models.CheckConstraint(
                condition=Q(("asked_by", F("decided_by")), _negated=True),
                name="merge_undone_has_two_people",
            ),
        ),
        migrations.RunSQL(APPROVED, NO_APPROVED),
        migrations.RunSQL(NUMBERS, "DROP VIEW number_of_person"),
        migrations.RunSQL(PROTECTED, NO_PROTECTED),
        migrations.RunSQL(IN_FORCE, NO_IN_FORCE),
        migrations.RunSQL(
            VOUCHERS.format(before=OF_THE_NUMBER, after=OF_THE_PERSON),
            VOUCHERS.format(before=OF_THE_PERSON, after=OF_THE_NUMBER),
        ),
        migrations.RunSQL(TIMELINE, "DROP VIEW merge_timeline"),
        migrations.RunSQL(COUNTED, "DROP VIEW counted_elsewhere"),
        migrations.RunSQL(APART, NO_APART),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
