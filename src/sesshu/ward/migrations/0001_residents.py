"""Residents: history that is only ever added to, its projection for search, and what is guarded (S1.5)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Both ends of a version follow from the rows: it holds until the next version begins, and it is superseded
# when a later row of the same day is recorded. `security_invoker`: the reader's own grants decide.
TIMELINE = """
CREATE VIEW resident_timeline WITH (security_invoker = true) AS
SELECT v.*,
       daterange(v.valid_from, (
           SELECT min(n.valid_from) FROM resident_version n
           WHERE n.resident_id = v.resident_id AND n.valid_from > v.valid_from
       )) AS valid_during,
       (
           SELECT min(n.recorded_at) FROM resident_version n
           WHERE n.resident_id = v.resident_id AND n.valid_from = v.valid_from
             AND n.recorded_at > v.recorded_at
       ) AS superseded_at
FROM resident_version v;
"""

# Nobody may change a version, so hiding the contacts of a resident who becomes protected is one function
# that runs as the owner of the schema and can do nothing else (number-linkage §5.5 D3).
SHELTER = """
CREATE FUNCTION shelter_resident(resident bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    UPDATE resident SET is_guarded = true WHERE id = $1;
    INSERT INTO guarded_contact (version_id, {columns})
        SELECT id, {columns} FROM resident_version WHERE resident_id = $1
        ON CONFLICT (version_id) DO NOTHING;
    UPDATE resident_version SET {cleared} WHERE resident_id = $1;
    UPDATE resident_search SET address_key = NULL, phone = NULL WHERE resident_id = $1;
    INSERT INTO guarded_rejected_row (rejected_row_id, raw)
        SELECT id, raw FROM rejected_row WHERE resident_id = $1 AND raw IS NOT NULL
        ON CONFLICT (rejected_row_id) DO NOTHING;
    UPDATE rejected_row SET raw = NULL, corrected = NULL WHERE resident_id = $1 AND raw IS NOT NULL;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION shelter_resident(bigint) SET search_path = %I, pg_temp', current_schema());
END $$;
"""
CONTACT = [
    "postal_code",
    "address",
    "town_code",
    "lot",
    "building",
    "previous_municipality",
    "previous_address",
    "destination_municipality",
    "destination_address",
    "phone",
    "mail_name",
    "mail_postal_code",
    "mail_address",
    "mail_building",
]
SHELTER = SHELTER.format(
    columns=", ".join(CONTACT), cleared=", ".join(f"{column} = NULL" for column in CONTACT)
)

# In the database, not only in the importer: a guarded resident has no contact in an ordinary table.
# Once per statement, over the rows it added: a file has a million of them.
SHELTERED = """
CREATE FUNCTION resident_version_is_sheltered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM resident r JOIN added a ON a.resident_id = r.id
        WHERE r.is_guarded AND num_nonnulls({fields}) > 0
    ) THEN
        RAISE EXCEPTION 'the contact of a guarded resident belongs into guarded_contact'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER resident_version_is_sheltered AFTER INSERT ON resident_version
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION resident_version_is_sheltered();

CREATE FUNCTION resident_search_is_sheltered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM resident r JOIN added a ON a.resident_id = r.id
        WHERE r.is_guarded AND num_nonnulls(a.address_key, a.phone) > 0
    ) THEN
        RAISE EXCEPTION 'a guarded resident cannot be searched by contact' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER resident_search_added_is_sheltered AFTER INSERT ON resident_search
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION resident_search_is_sheltered();
CREATE TRIGGER resident_search_changed_is_sheltered AFTER UPDATE ON resident_search
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION resident_search_is_sheltered();
""".format(fields=", ".join(f"a.{column}" for column in CONTACT))

# A million rows into an empty table: indexes and foreign keys are made once over all of them, not row by row.
# Jobs may do no DDL; these two run as the owner, touch nothing but these tables, and only while they are empty.
FIRST_LOAD = """
CREATE FUNCTION begin_first_load() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    resting record;
BEGIN
    LOCK TABLE resident, resident_version, resident_search IN ACCESS EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM resident) THEN
        RETURN false;
    END IF;
    FOR resting IN
        SELECT conrelid::regclass AS of, conname AS name, pg_get_constraintdef(oid) AS definition
        FROM pg_constraint
        WHERE contype = 'f' AND conrelid IN ('resident_version'::regclass, 'resident_search'::regclass)
    LOOP
        INSERT INTO resting_statement (statement) VALUES
            (format('ALTER TABLE %I ADD CONSTRAINT %I %s', resting.of::text, resting.name, resting.definition));
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', resting.of::text, resting.name);
    END LOOP;
    FOR resting IN
        SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
        WHERE NOT indisunique AND indexrelid <> 'resident_search_household'::regclass AND indrelid IN ('resident_version'::regclass, 'resident_search'::regclass)
    LOOP
        INSERT INTO resting_statement (statement) VALUES (resting.definition);
        EXECUTE format('DROP INDEX %I', resting.name::text);
    END LOOP;
    RETURN true;
END $$;
CREATE FUNCTION end_first_load() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET maintenance_work_mem = '512MB' AS $$
DECLARE
    resting record;
BEGIN
    FOR resting IN SELECT id, statement FROM resting_statement ORDER BY id LOOP
        EXECUTE resting.statement;
        DELETE FROM resting_statement WHERE id = resting.id;
    END LOOP;
    IF FOUND THEN
        ANALYZE resident, resident_version, resident_search;
    END IF;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION begin_first_load() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION end_first_load() SET search_path = %I, pg_temp', current_schema());
END $$;
"""

# The way back, for jobs: only by a proposal that two people settled, once, and not past a newer mark (D9).
LIFT = """
CREATE FUNCTION lift_protection(proposal_id bigint) RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    approved proposal;
BEGIN
    SELECT * INTO approved FROM proposal p
    WHERE p.id = $1 AND p.kind = 'ward.protection_end' AND p.state = 'approved';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'protection ends by an approved proposal only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (
        SELECT FROM guarded_protection g
        WHERE g.resident_id = ANY (approved.subjects) AND g.entered_at >= approved.decided_at
    ) THEN
        RAISE EXCEPTION 'something newer is known about this protection' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE resident SET is_guarded = false WHERE id = ANY (approved.subjects);
    UPDATE resident_version v SET {restored} FROM guarded_contact g
        WHERE g.version_id = v.id AND v.resident_id = ANY (approved.subjects);
    DELETE FROM guarded_contact g USING resident_version v
        WHERE g.version_id = v.id AND v.resident_id = ANY (approved.subjects);
    INSERT INTO guarded_protection (resident_id, is_in_force, entered_by, entered_at)
        SELECT subject, false, approved.decided_by, clock_timestamp() FROM unnest(approved.subjects) subject;
    RETURN QUERY SELECT unnest(approved.subjects);
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION lift_protection(bigint) SET search_path = %I, pg_temp', current_schema());
END $$;
""".format(restored=", ".join(f"{column} = g.{column}" for column in CONTACT))

# Who corrected a rejected row, and who saw what is guarded, is written by the database.
WHO = """
CREATE FUNCTION rejected_row_is_corrected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.corrected IS NULL THEN
        RETURN NEW;  -- taken behind the wall
    END IF;
    IF OLD.settled_at IS NOT NULL THEN
        RAISE EXCEPTION 'a settled row cannot be corrected' USING ERRCODE = 'check_violation';
    END IF;
    NEW.corrected_by := acting_account();
    NEW.corrected_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER rejected_row_is_corrected BEFORE UPDATE OF corrected ON rejected_row
    FOR EACH ROW EXECUTE FUNCTION rejected_row_is_corrected();

CREATE FUNCTION guarded_showing_is_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.shown_to := acting_account();
    NEW.shown_at := clock_timestamp();
    IF NOT EXISTS (
        SELECT FROM proposal p WHERE p.id = NEW.proposal_id AND p.kind = 'ward.guarded_contact'
          AND p.state = 'approved' AND p.proposed_by = NEW.shown_to AND p.subjects = ARRAY[NEW.resident_id]
          AND p.decided_at > NEW.shown_at - interval '1 day'
    ) THEN
        RAISE EXCEPTION 'no approved request of this account for this resident'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guarded_showing_is_approved BEFORE INSERT ON guarded_showing
    FOR EACH ROW EXECUTE FUNCTION guarded_showing_is_approved();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("foundation", "0002_second_person")]

    operations = [
        migrations.CreateModel(
            name="ResidentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("postal_code", models.TextField(null=True, verbose_name="郵便番号")),
                ("address", models.TextField(null=True, verbose_name="住所")),
                ("town_code", models.TextField(null=True, verbose_name="町字コード")),
                ("lot", models.TextField(null=True, verbose_name="番地")),
                ("building", models.TextField(null=True, verbose_name="方書")),
                (
                    "previous_municipality",
                    models.TextField(null=True, verbose_name="前住所市区町村コード"),
                ),
                ("previous_address", models.TextField(null=True, verbose_name="前住所")),
                (
                    "destination_municipality",
                    models.TextField(null=True, verbose_name="転出先市区町村コード"),
                ),
                ("destination_address", models.TextField(null=True, verbose_name="転出先")),
                ("phone", models.TextField(null=True, verbose_name="電話番号")),
                ("mail_name", models.TextField(null=True, verbose_name="送付先氏名")),
                ("mail_postal_code", models.TextField(null=True, verbose_name="送付先郵便番号")),
                ("mail_address", models.TextField(null=True, verbose_name="送付先住所")),
                ("mail_building", models.TextField(null=True, verbose_name="送付先方書")),
                ("valid_from", models.DateField(verbose_name="この日から")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("is_revoked", models.BooleanField(verbose_name="取消")),
                ("fingerprint", models.TextField(verbose_name="行の指紋")),
                ("household_number", models.TextField(null=True, verbose_name="世帯番号")),
                ("history_number", models.IntegerField(verbose_name="履歴番号")),
                ("update_number", models.IntegerField(verbose_name="更新連番")),
                ("transaction_class", models.TextField(verbose_name="異動区分")),
                ("transaction_reason", models.TextField(verbose_name="異動事由")),
                ("transaction_on", models.DateField(verbose_name="異動年月日")),
                ("notified_on", models.DateField(null=True, verbose_name="届出年月日")),
                ("processed_at", models.DateTimeField(verbose_name="処理日時")),
                ("name", models.TextField(verbose_name="氏名漢字")),
                ("name_kana", models.TextField(verbose_name="氏名カナ")),
                ("former_family_name", models.TextField(null=True, verbose_name="旧氏")),
                ("birth_on", models.DateField(verbose_name="生年月日")),
                ("birth_certainty", models.TextField(verbose_name="生年月日不明区分")),
                ("sex", models.TextField(verbose_name="性別")),
                ("relationship", models.TextField(null=True, verbose_name="続柄")),
                ("status", models.TextField(verbose_name="住民状態")),
                ("became_resident_on", models.DateField(null=True, verbose_name="住民となった日")),
                (
                    "ceased_resident_on",
                    models.DateField(null=True, verbose_name="住民でなくなった日"),
                ),
                ("died_on", models.DateField(null=True, verbose_name="死亡日")),
                ("is_foreign", models.BooleanField(verbose_name="外国人フラグ")),
                ("is_outside_register", models.BooleanField(verbose_name="住登外フラグ")),
                ("foreign_name_kana", models.TextField(null=True, verbose_name="外国人本名カナ")),
                ("foreign_name_kanji", models.TextField(null=True, verbose_name="外国人本名漢字")),
                ("alphabet_name", models.TextField(null=True, verbose_name="アルファベット氏名")),
                ("alias", models.TextField(null=True, verbose_name="通称")),
                ("alias_kana", models.TextField(null=True, verbose_name="通称カナ")),
                ("residence_status", models.TextField(null=True, verbose_name="在留資格")),
                ("residence_until", models.DateField(null=True, verbose_name="在留期間満了日")),
            ],
            options={
                "verbose_name": "住民の異動",
                "db_table": "resident_version",
            },
        ),
        migrations.CreateModel(
            name="RejectedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.IntegerField(verbose_name="行番号")),
                ("raw", models.TextField(null=True, verbose_name="元の行")),
                ("faults", models.JSONField(verbose_name="誤り")),
                ("corrected", models.TextField(null=True, verbose_name="直した行")),
                ("corrected_by", models.BigIntegerField(null=True, verbose_name="直した職員")),
                ("corrected_at", models.DateTimeField(null=True, verbose_name="直した日時")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="処理日時")),
                ("settled_as", models.TextField(null=True, verbose_name="処理の結果")),
            ],
            options={
                "verbose_name": "取り込めない行",
                "db_table": "rejected_row",
            },
        ),
        migrations.CreateModel(
            name="RegistryFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_id", models.TextField(unique=True, verbose_name="ファイルID")),
                ("kind", models.TextField(verbose_name="種別")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("sequence", models.IntegerField(verbose_name="通番")),
                ("row_count", models.IntegerField(verbose_name="行数")),
                ("sha256", models.TextField(verbose_name="ハッシュ値")),
                ("run_id", models.BigIntegerField(null=True, verbose_name="一括処理")),
                ("registered_at", models.DateTimeField(verbose_name="受付日時")),
            ],
            options={
                "verbose_name": "住民ファイル",
                "db_table": "registry_file",
            },
        ),
        migrations.CreateModel(
            name="Resident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("atena_number", models.TextField(unique=True, verbose_name="宛名番号")),
                ("is_guarded", models.BooleanField(default=False, verbose_name="担当課対応")),
            ],
            options={
                "verbose_name": "住民",
                "db_table": "resident",
            },
        ),
        migrations.CreateModel(
            name="GuardedContact",
            fields=[
                ("postal_code", models.TextField(null=True, verbose_name="郵便番号")),
                ("address", models.TextField(null=True, verbose_name="住所")),
                ("town_code", models.TextField(null=True, verbose_name="町字コード")),
                ("lot", models.TextField(null=True, verbose_name="番地")),
                ("building", models.TextField(null=True, verbose_name="方書")),
                (
                    "previous_municipality",
                    models.TextField(null=True, verbose_name="前住所市区町村コード"),
                ),
                ("previous_address", models.TextField(null=True, verbose_name="前住所")),
                (
                    "destination_municipality",
                    models.TextField(null=True, verbose_name="転出先市区町村コード"),
                ),
                ("destination_address", models.TextField(null=True, verbose_name="転出先")),
                ("phone", models.TextField(null=True, verbose_name="電話番号")),
                ("mail_name", models.TextField(null=True, verbose_name="送付先氏名")),
                ("mail_postal_code", models.TextField(null=True, verbose_name="送付先郵便番号")),
                ("mail_address", models.TextField(null=True, verbose_name="送付先住所")),
                ("mail_building", models.TextField(null=True, verbose_name="送付先方書")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.residentversion",
                        verbose_name="住民の異動",
                    ),
                ),
            ],
            options={
                "verbose_name": "支援措置対象者の連絡先",
                "db_table": "guarded_contact",
            },
        ),
        migrations.CreateModel(
            name="GuardedRejectedRow",
            fields=[
                (
                    "rejected_row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.rejectedrow",
                        verbose_name="取り込めない行",
                    ),
                ),
                ("raw", models.TextField(verbose_name="元の行")),
            ],
            options={
                "verbose_name": "支援措置対象者の取り込めない行",
                "db_table": "guarded_rejected_row",
            },
        ),
        migrations.CreateModel(
            name="RegistryFileEnding",
            fields=[
                (
                    "registry_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.registryfile",
                        verbose_name="住民ファイル",
                    ),
                ),
                ("ended_at", models.DateTimeField(verbose_name="完了日時")),
                ("added", models.IntegerField(verbose_name="新しい住民")),
                ("changed", models.IntegerField(verbose_name="変更")),
                ("unchanged", models.IntegerField(verbose_name="変更なし")),
                ("outdated", models.IntegerField(verbose_name="古い行")),
                ("rejected", models.IntegerField(verbose_name="取り込めない行")),
            ],
            options={
                "verbose_name": "住民ファイルの結果",
                "db_table": "registry_file_ending",
            },
        ),
        migrations.AddField(
            model_name="residentversion",
            name="registry_file",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.registryfile",
                verbose_name="住民ファイル",
            ),
        ),
        migrations.AddField(
            model_name="rejectedrow",
            name="registry_file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.registryfile",
                verbose_name="住民ファイル",
            ),
        ),
        migrations.CreateModel(
            name="RestingStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("statement", models.TextField(verbose_name="定義")),
            ],
            options={
                "verbose_name": "休止中の索引",
                "db_table": "resting_statement",
            },
        ),
        migrations.CreateModel(
            name="GuardedShowing",
            fields=[
                (
                    "proposal_id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="申請"),
                ),
                ("shown_to", models.BigIntegerField(verbose_name="閲覧した職員")),
                ("shown_at", models.DateTimeField(verbose_name="閲覧日時")),
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
                "verbose_name": "支援措置対象者の連絡先の閲覧",
                "db_table": "guarded_showing",
            },
        ),
        migrations.CreateModel(
            name="GuardedProtection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_in_force", models.BooleanField(verbose_name="有効")),
                ("kind", models.TextField(null=True, verbose_name="支援措置区分")),
                ("protected_from", models.DateField(null=True, verbose_name="支援措置開始日")),
                ("protected_until", models.DateField(null=True, verbose_name="支援措置終了日")),
                ("scope", models.TextField(null=True, verbose_name="抑止内容")),
                ("entered_by", models.BigIntegerField(null=True, verbose_name="入力した職員")),
                ("entered_at", models.DateTimeField(verbose_name="入力日時")),
                (
                    "registry_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.registryfile",
                        verbose_name="住民ファイル",
                    ),
                ),
            ],
            options={
                "verbose_name": "支援措置",
                "db_table": "guarded_protection",
            },
        ),
        migrations.CreateModel(
            name="ResidentSearch",
            fields=[
                (
                    "resident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
                ("fingerprint", models.TextField(verbose_name="行の指紋")),
                ("update_number", models.IntegerField(verbose_name="更新連番")),
                ("household_number", models.TextField(null=True, verbose_name="世帯番号")),
                ("birth_on", models.DateField(verbose_name="生年月日")),
                (
                    "kana_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="カナの検索語"
                    ),
                ),
                (
                    "name_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="氏名の検索語"
                    ),
                ),
                ("address_key", models.TextField(null=True, verbose_name="住所の検索語")),
                ("phone", models.TextField(null=True, verbose_name="電話番号")),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="部分一致の検索語"
                    ),
                ),
            ],
            options={
                "verbose_name": "住民の検索語",
                "db_table": "resident_search",
            },
        ),
        migrations.AddField(
            model_name="residentversion",
            name="resident",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.resident",
                verbose_name="住民",
            ),
        ),
        migrations.AddIndex(
            model_name="resident",
            index=models.Index(
                condition=models.Q(("is_guarded", True)), fields=["id"], name="resident_guarded"
            ),
        ),
        migrations.AddField(
            model_name="guardedprotection",
            name="resident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="ward.resident", verbose_name="住民"
            ),
        ),
        migrations.AddField(
            model_name="rejectedrow",
            name="resident",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.resident",
                verbose_name="住民",
            ),
        ),
        migrations.AddConstraint(
            model_name="rejectedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resident__isnull", False),
                    models.Q(("corrected", None), ("raw", None)),
                    _connector="OR",
                ),
                name="rejected_row_is_about_somebody_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="rejectedrow",
            constraint=models.UniqueConstraint(
                fields=("registry_file", "line_number"), name="rejected_row_once"
            ),
        ),
        migrations.AddField(
            model_name="residentsearch",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.residentversion",
                verbose_name="住民の異動",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentversion",
            constraint=models.UniqueConstraint(
                fields=("resident", "valid_from", "recorded_at"), name="resident_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="guardedprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("registry_file__isnull", False),
                    ("entered_by__isnull", False),
                    _connector="XOR",
                ),
                name="guarded_protection_has_one_source",
            ),
        ),
        migrations.AddIndex(
            model_name="residentsearch",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["grams"], name="resident_search_grams"
            ),
        ),
        migrations.AddIndex(
            model_name="residentsearch",
            index=models.Index(fields=["birth_on"], name="resident_search_birth"),
        ),
        migrations.AddIndex(
            model_name="residentsearch",
            index=models.Index(fields=["household_number"], name="resident_search_household"),
        ),
        migrations.AddIndex(
            model_name="residentsearch",
            index=models.Index(
                condition=models.Q(("phone__isnull", False)),
                fields=["phone"],
                name="resident_search_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="residentversion",
            index=models.Index(fields=["household_number"], name="resident_version_household"),
        ),
        migrations.AddIndex(
            model_name="residentsearch",
            index=models.Index(
                condition=models.Q(("address_key__isnull", False)),
                fields=["address_key"],
                name="resident_search_address",
            ),
        ),
        migrations.RunSQL(TIMELINE, "DROP VIEW resident_timeline"),
        migrations.RunSQL(SHELTER, "DROP FUNCTION shelter_resident(bigint)"),
        migrations.RunSQL(
            SHELTERED,
            "DROP TRIGGER resident_version_is_sheltered ON resident_version;"
            "DROP FUNCTION resident_version_is_sheltered();"
            "DROP TRIGGER resident_search_added_is_sheltered ON resident_search;"
            "DROP TRIGGER resident_search_changed_is_sheltered ON resident_search;"
            "DROP FUNCTION resident_search_is_sheltered()",
        ),
        migrations.RunSQL(LIFT, "DROP FUNCTION lift_protection(bigint)"),
        migrations.RunSQL(
            FIRST_LOAD, "DROP FUNCTION end_first_load(); DROP FUNCTION begin_first_load();"
        ),
        migrations.RunSQL(
            WHO,
            "DROP TRIGGER rejected_row_is_corrected ON rejected_row;"
            "DROP FUNCTION rejected_row_is_corrected();"
            "DROP TRIGGER guarded_showing_is_approved ON guarded_showing;"
            "DROP FUNCTION guarded_showing_is_approved()",
        ),
    ]
