"""Claims that come by a 国保連 (V106): every line kept, each dose paid in turns whoever claims it, lines answered."""

import django.db.models.deletion
from django.db import migrations, models

# A dose is paid, taken back, paid again: each turn once, whoever claims it. Who settles waits here for whoever else
# would; a correction of the dose is the same dose.
TURNS = """
CREATE FUNCTION settled_dose_takes_its_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    NEW.first_dose_id := hold_payment_of_dose(NEW.dose_id);
    NEW.turn := 1 + (SELECT count(*) FROM settled_dose WHERE first_dose_id = NEW.first_dose_id);
    RETURN NEW;
END $$;
CREATE TRIGGER settled_dose_takes_its_turn BEFORE INSERT ON settled_dose
    FOR EACH ROW EXECUTE FUNCTION settled_dose_takes_its_turn();
"""
NO_TURNS = """
DROP TRIGGER settled_dose_takes_its_turn ON settled_dose;
DROP FUNCTION settled_dose_takes_its_turn();
"""
# Rows of before, each with its turn: payments are the odd ones, what was taken back the even ones.
NUMBERED = """
UPDATE settled_dose s SET first_dose_id = n.first_id, turn = 2 * n.place - (n.sign = 1)::integer
FROM (
    SELECT f.id, f.first_id, f.sign, row_number() OVER (PARTITION BY f.first_id, f.sign ORDER BY f.id) AS place
    FROM (SELECT id, sign, first_row_of_dose(dose_id) AS first_id FROM settled_dose) f
) n WHERE n.id = s.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

# What a clinic claims by the 国保連 it does not claim on paper: while a line of the newest file of its month waits,
# or what was paid by it was not taken back. `asked` is the first row of a dose.
CLAIMED = """
CREATE FUNCTION dose_is_claimed_by_federation(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM claims_line l JOIN claims_file f ON f.id = l.file_id
        WHERE l.dose_id = asked AND l.state = 'read'
          AND NOT EXISTS (SELECT FROM claims_outcome o WHERE o.line_id = l.id)
          AND NOT EXISTS (SELECT FROM claims_file n
              WHERE n.federation = f.federation AND n.month = f.month AND n.id > f.id)
    ) OR (
        SELECT s.sign = 1 AND s.claims_line_id IS NOT NULL FROM settled_dose s
        WHERE s.first_dose_id = asked ORDER BY s.turn DESC LIMIT 1
    ) IS TRUE
$$;
"""
NOT_CLAIMED = "DROP FUNCTION dose_is_claimed_by_federation(bigint);"

# The body of 0020 with the file of a 国保連 in the place of a claim.
FIXED = """
CREATE OR REPLACE FUNCTION settlement_is_what_was_approved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.kind IS NULL OR asked.kind NOT IN ({kinds}) OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is no settlement that this account has approved', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_was_approved';
    END IF;
    said := asked.payload::jsonb;
    NEW.provider_code := said ->> 'provider_code';
    NEW.month := (said ->> 'month')::date;
    NEW.yen := (said ->> 'yen')::integer;
    NEW.claim_id := (said ->> 'claim')::bigint;{file}
    NEW.settled_at := transaction_timestamp();
    RETURN NEW;
END $$;
"""
FIXED_WITH_FILES = FIXED.format(
    kinds="'ward.settlement', 'ward.federation_settlement'",
    file="\n    NEW.claims_file_id := (said ->> 'claims_file')::bigint;",
)
FIXED_BEFORE = FIXED.format(kinds="'ward.settlement'", file="")

# A line is answered in the transaction in which its file, or a later one, was settled.
ANSWERED = """
CREATE FUNCTION claims_outcome_is_settled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM settlement s JOIN proposal p ON p.id = s.proposal_id
        WHERE s.id = NEW.settlement_id AND s.claims_file_id IS NOT NULL
          AND s.settled_at = transaction_timestamp() AND p.decided_by = acting_account()) THEN
        RAISE EXCEPTION 'line % is answered without a file that was settled', NEW.line_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'claims_outcome_is_settled';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claims_outcome_is_settled BEFORE INSERT ON claims_outcome
    FOR EACH ROW EXECUTE FUNCTION claims_outcome_is_settled();
CREATE TRIGGER claims_return_is_recorded BEFORE INSERT ON claims_return
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();

CREATE FUNCTION claims_line_is_corrected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    NEW.corrected_by := acting_account();
    RETURN NEW;
END $$;
CREATE TRIGGER claims_line_is_corrected BEFORE UPDATE OF corrected ON claims_line
    FOR EACH ROW WHEN (NEW.corrected IS NOT NULL AND NEW.corrected IS DISTINCT FROM OLD.corrected)
    EXECUTE FUNCTION claims_line_is_corrected();
"""
NOT_ANSWERED = """
DROP TRIGGER claims_line_is_corrected ON claims_line;
DROP FUNCTION claims_line_is_corrected();
DROP TRIGGER claims_return_is_recorded ON claims_return;
DROP TRIGGER claims_outcome_is_settled ON claims_outcome;
DROP FUNCTION claims_outcome_is_settled();
"""

# A line tells in which clinic somebody was: it goes behind the wall with the address (number-linkage D3).
SHELTERED = """
CREATE FUNCTION claims_lines_are_sheltered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO guarded_claims_line (line_id, text)
        SELECT id, coalesce(corrected, text) FROM claims_line WHERE resident_id = NEW.id AND text IS NOT NULL
        ON CONFLICT (line_id) DO NOTHING;
    UPDATE claims_return SET cause = NULL
        WHERE line_id IN (SELECT id FROM claims_line WHERE resident_id = NEW.id);
    UPDATE claims_line SET state = 'guarded', text = NULL, corrected = NULL, resident_id = NULL, dose_id = NULL,
        faults = '[]' WHERE resident_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER claims_lines_are_sheltered AFTER UPDATE OF is_guarded ON resident
    FOR EACH ROW WHEN (NEW.is_guarded AND NOT OLD.is_guarded) EXECUTE FUNCTION claims_lines_are_sheltered();
"""
NOT_SHELTERED = """
DROP TRIGGER claims_lines_are_sheltered ON resident;
DROP FUNCTION claims_lines_are_sheltered();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['settled_dose_takes_its_turn()', 'dose_is_claimed_by_federation(bigint)',
        'settlement_is_what_was_approved()', 'claims_outcome_is_settled()', 'claims_line_is_corrected()',
        'claims_lines_are_sheltered()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0011_claims_answers"),
        ("ward", "0033_reactions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimsFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_id", models.TextField(unique=True, verbose_name="ファイルID")),
                ("sha256", models.TextField(unique=True, verbose_name="ハッシュ値")),
                ("federation", models.TextField(verbose_name="国保連の番号")),
                ("month", models.DateField(verbose_name="請求の月")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("stated_rows", models.IntegerField(verbose_name="行数（制御行）")),
                ("stated_yen", models.BigIntegerField(verbose_name="請求額（制御行）")),
                ("run_id", models.BigIntegerField(unique=True, verbose_name="一括処理")),
                ("registered_at", models.DateTimeField(verbose_name="受付日時")),
            ],
            options={
                "verbose_name": "国保連の請求ファイル",
                "db_table": "claims_file",
            },
        ),
        migrations.CreateModel(
            name="ClaimsLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.IntegerField(verbose_name="行番号")),
                ("claim_number", models.TextField(null=True, verbose_name="明細番号")),
                ("text", models.TextField(null=True, verbose_name="元の行")),
                ("state", models.TextField(verbose_name="状態")),
                ("faults", models.JSONField(verbose_name="誤り")),
                ("corrected", models.TextField(null=True, verbose_name="直した行")),
                ("corrected_by", models.BigIntegerField(null=True, verbose_name="直した職員")),
            ],
            options={
                "verbose_name": "国保連の請求",
                "db_table": "claims_line",
            },
        ),
        migrations.CreateModel(
            name="ClaimsOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("treatment", models.TextField(verbose_name="扱い")),
                ("finding", models.TextField(null=True, verbose_name="理由の区分")),
                ("cause", models.TextField(null=True, verbose_name="理由")),
                ("yen", models.IntegerField(verbose_name="金額")),
            ],
            options={
                "verbose_name": "国保連の請求の結果",
                "db_table": "claims_outcome",
            },
        ),
        migrations.CreateModel(
            name="ClaimsReturn",
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
                ("cause", models.TextField(null=True, verbose_name="返戻の理由")),
            ],
            options={
                "verbose_name": "国保連の請求の返戻",
                "db_table": "claims_return",
            },
        ),
        migrations.RemoveConstraint(
            model_name="settleddose",
            name="dose_is_settled_once",
        ),
        migrations.RemoveConstraint(
            model_name="settleddose",
            name="settled_sign_is_known",
        ),
        migrations.AddField(
            model_name="settleddose",
            name="first_dose",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ward.dose",
                verbose_name="接種の最初の記録",
            ),
        ),
        migrations.AddField(
            model_name="settleddose",
            name="turn",
            field=models.IntegerField(null=True, verbose_name="何回目の支払・取戻しか"),
        ),
        migrations.RunSQL(NUMBERED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="settleddose",
            name="first_dose",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ward.dose",
                verbose_name="接種の最初の記録",
            ),
        ),
        migrations.AlterField(
            model_name="settleddose",
            name="turn",
            field=models.IntegerField(verbose_name="何回目の支払・取戻しか"),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="claim",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.clinicclaim",
                verbose_name="請求書",
            ),
        ),
        migrations.AddIndex(
            model_name="claimsfile",
            index=models.Index(fields=["federation", "month", "-id"], name="claims_file_of_month"),
        ),
        migrations.AddField(
            model_name="settlement",
            name="claims_file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.claimsfile",
                verbose_name="国保連の請求ファイル",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("claim", None), ("claims_file", None), _connector="XOR"),
                name="settlement_has_one_claim",
            ),
        ),
        migrations.CreateModel(
            name="GuardedClaimsLine",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.claimsline",
                        verbose_name="国保連の請求",
                    ),
                ),
                ("text", models.TextField(verbose_name="元の行")),
            ],
            options={
                "verbose_name": "担当課対応の国保連の請求",
                "db_table": "guarded_claims_line",
            },
        ),
        migrations.AddField(
            model_name="claimsline",
            name="dose",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ward.dose",
                verbose_name="接種",
            ),
        ),
        migrations.AddField(
            model_name="claimsline",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.claimsfile",
                verbose_name="国保連の請求ファイル",
            ),
        ),
        migrations.AddField(
            model_name="claimsline",
            name="resident",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.resident",
                verbose_name="住民",
            ),
        ),
        migrations.AddField(
            model_name="settleddose",
            name="claims_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.claimsline",
                verbose_name="国保連の請求",
            ),
        ),
        migrations.AddConstraint(
            model_name="settleddose",
            constraint=models.UniqueConstraint(
                fields=("first_dose", "turn"), name="dose_is_settled_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="settleddose",
            constraint=models.CheckConstraint(
                condition=models.Q(("sign", 2 * (models.F("turn") % 2) - 1), ("turn__gt", 0)),
                name="dose_is_paid_and_taken_back_in_turns",
            ),
        ),
        migrations.AddField(
            model_name="claimsoutcome",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.claimsline",
                verbose_name="国保連の請求",
            ),
        ),
        migrations.AddField(
            model_name="claimsoutcome",
            name="settlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.settlement",
                verbose_name="委託料の確定",
            ),
        ),
        migrations.AddField(
            model_name="claimsreturn",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.claimsline",
                verbose_name="国保連の請求",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimsline",
            constraint=models.UniqueConstraint(
                fields=("file", "line_number"), name="claims_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimsline",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("read", "faulty", "guarded"))),
                name="claims_line_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimsline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "guarded"), _negated=True),
                    models.Q(
                        ("corrected", None),
                        ("dose", None),
                        ("faults", []),
                        ("resident", None),
                        ("text", None),
                    ),
                    _connector="OR",
                ),
                name="claims_line_of_the_guarded_tells_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimsoutcome",
            constraint=models.UniqueConstraint(
                fields=("line", "treatment"), name="claims_outcome_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimsoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finding", None), ("treatment", "paid"), ("yen__gte", 0)),
                    models.Q(("finding__isnull", False), ("treatment", "returned"), ("yen", 0)),
                    models.Q(("treatment", "adjusted"), ("yen__lte", 0)),
                    _connector="OR",
                ),
                name="claims_outcome_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimsreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause", None), ("cause__regex", "\\S"), _connector="OR"),
                name="claims_return_has_a_cause",
            ),
        ),
        migrations.RunSQL(TURNS, NO_TURNS),
        migrations.RunSQL(CLAIMED, NOT_CLAIMED),
        migrations.RunSQL(FIXED_WITH_FILES, FIXED_BEFORE),
        migrations.RunSQL(ANSWERED, NOT_ANSWERED),
        migrations.RunSQL(SHELTERED, NOT_SHELTERED),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
