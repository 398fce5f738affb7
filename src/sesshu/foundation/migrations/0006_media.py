"""The media ledger: registered media and recipients, and every file from request to erasure (R8, R12, D6, D10)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Rows are added and closed, never rewritten. Search paths are set so that no temporary table lies before ours.
GUARDS = """
CREATE FUNCTION register_entered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.registered_by := acting_account();
    NEW.registered_by_name := acting_name();
    NEW.registered_at := clock_timestamp();
    NEW.withdrawn_by := NULL;
    NEW.withdrawn_by_name := NULL;
    NEW.withdrawn_at := NULL;
    NEW.withdrawal_reason := NULL;
    RETURN NEW;
END $$;

CREATE FUNCTION register_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said_of_the_end text[] := ARRAY['withdrawn_by', 'withdrawn_by_name', 'withdrawn_at', 'withdrawal_reason',
                                    'disposal_method', 'disposal_proof'];
BEGIN
    IF OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(NEW) - said_of_the_end IS DISTINCT FROM to_jsonb(OLD) - said_of_the_end THEN
        RAISE EXCEPTION '% % is closed once and never rewritten', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_is_fixed';
    END IF;
    NEW.withdrawn_by := acting_account();
    NEW.withdrawn_by_name := acting_name();
    NEW.withdrawn_at := clock_timestamp();
    RETURN NEW;
END $$;

-- D10: a medium that still holds a file is not closed.
CREATE FUNCTION medium_is_clear() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM take_out t
        JOIN take_out_step s ON s.take_out_id = t.id AND s.step = 'downloaded'
        WHERE t.medium_id = OLD.id
          AND NOT EXISTS (SELECT FROM take_out_step e WHERE e.take_out_id = t.id AND e.step = 'erased')
    ) THEN
        RAISE EXCEPTION 'medium % still holds a file', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'medium_is_clear';
    END IF;
    RETURN NEW;
END $$;

-- P21-P25: no more people handle the data than were declared. The lock lets two entries see each other.
CREATE FUNCTION recipient_handlers_declared() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT handlers_most INTO most FROM recipient
    WHERE id = NEW.recipient_id AND withdrawn_at IS NULL FOR NO KEY UPDATE;
    IF most IS NULL OR (SELECT count(*) FROM recipient_person
                        WHERE recipient_id = NEW.recipient_id AND withdrawn_at IS NULL) >= most THEN
        RAISE EXCEPTION 'recipient % declared no more people', NEW.recipient_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recipient_handlers_declared';
    END IF;
    RETURN NEW;
END $$;

-- What was declared of the recipient holds when a file is asked for, approved and made.
CREATE FUNCTION refuse_take_out(to_recipient bigint, on_medium bigint, kind_of_list text, how_many integer, due date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    declared recipient;
    carrying medium;
    today date := (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date;
    broken text;
BEGIN
    SELECT * INTO declared FROM recipient WHERE id = to_recipient;
    SELECT * INTO carrying FROM medium WHERE id = on_medium;
    broken := CASE
        WHEN declared.id IS NULL OR declared.withdrawn_at IS NOT NULL THEN 'take_out_to_a_recipient'
        WHEN today NOT BETWEEN declared.contract_from AND declared.contract_until THEN 'take_out_within_the_contract'
        WHEN due IS NULL OR due NOT BETWEEN today AND declared.contract_until THEN 'take_out_due_in_time'
        WHEN kind_of_list IS NULL OR kind_of_list <> ALL (declared.list_kinds) THEN 'take_out_within_the_work'
        WHEN carrying.id IS NULL OR carrying.withdrawn_at IS NOT NULL
             OR carrying.kind <> declared.medium_kind THEN 'take_out_on_the_declared_medium'
        WHEN how_many IS NULL OR how_many > declared.residents_most THEN 'take_out_within_the_number'
    END;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'recipient % is not given this: %', to_recipient, broken
            USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
END $$;

CREATE FUNCTION take_out_asked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked proposal;
    body jsonb;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.kind IS DISTINCT FROM 'file.take_out' OR asked.state <> 'open' THEN
        RAISE EXCEPTION 'proposal % asks for no file', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'take_out_is_asked_for';
    END IF;
    body := asked.payload::jsonb;
    NEW.list_kind := body->>'list';
    NEW.conditions := body->'conditions';
    NEW.columns := ARRAY(SELECT jsonb_array_elements_text(body->'columns'));
    NEW.residents := (body->>'residents')::integer;
    NEW.file_format := body->>'format';
    NEW.purpose := body->>'purpose';
    NEW.legal_basis := body->>'legal_basis';
    NEW.recipient_id := (body->>'recipient')::bigint;
    NEW.medium_id := (body->>'medium')::bigint;
    NEW.due_on := (body->>'due_on')::date;
    NEW.asked_by := asked.proposed_by;
    NEW.asked_by_name := asked.proposed_by_name;
    NEW.asked_at := asked.proposed_at;
    PERFORM refuse_take_out(NEW.recipient_id, NEW.medium_id, NEW.list_kind, NEW.residents, NEW.due_on);
    RETURN NEW;
END $$;

-- 99 is the compression method under which a zip says that its entry is encrypted by AES.
CREATE FUNCTION take_out_file_made() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked take_out;
    broken text;
BEGIN
    SELECT * INTO asked FROM take_out WHERE id = NEW.take_out_id;
    broken := CASE
        WHEN (SELECT state FROM proposal WHERE id = asked.proposal_id) IS DISTINCT FROM 'approved'
            THEN 'take_out_made_when_approved'
        WHEN acting_account() IS DISTINCT FROM asked.asked_by THEN 'take_out_made_by_who_asked'
        WHEN NEW.residents IS DISTINCT FROM asked.residents THEN 'take_out_made_as_approved'
        WHEN NEW.sealed_passphrase IS NULL OR coalesce(octet_length(NEW.content), 0) < 10
             OR substring(NEW.content FROM 1 FOR 4) <> '\\x504b0304' OR get_byte(NEW.content, 6) & 1 = 0
             OR get_byte(NEW.content, 8) <> 99 THEN 'take_out_is_encrypted'
    END;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'no file is made of take-out %: %', NEW.take_out_id, broken
            USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    PERFORM refuse_take_out(asked.recipient_id, asked.medium_id, asked.list_kind, NEW.residents, asked.due_on);
    NEW.sha256 := sha256(NEW.content);
    NEW.size := octet_length(NEW.content);
    NEW.made_by_name := acting_name();
    NEW.made_at := clock_timestamp();
    NEW.expires_at := NEW.made_at + interval '1 day';
    NEW.erased_at := NULL;
    RETURN NEW;
END $$;

-- What was kept is only ever erased.
CREATE FUNCTION take_out_file_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_go text[] := ARRAY['content', 'sealed_passphrase', 'erased_at', 'is_empty'];
BEGIN
    IF to_jsonb(NEW) - may_go IS DISTINCT FROM to_jsonb(OLD) - may_go
       OR NEW.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content
       OR NEW.sealed_passphrase IS NOT NULL AND NEW.sealed_passphrase IS DISTINCT FROM OLD.sealed_passphrase THEN
        RAISE EXCEPTION 'the file of take-out % is only ever erased', OLD.take_out_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'take_out_file_is_fixed';
    END IF;
    NEW.erased_at := CASE WHEN NEW.content IS NULL THEN coalesce(OLD.erased_at, clock_timestamp()) END;
    RETURN NEW;
END $$;

-- The file goes to who asked, the passphrase to somebody else: neither opens anything alone. The lock lets
-- two steps of one file see each other.
CREATE FUNCTION take_out_step_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked take_out;
    made take_out_file;
    before text[];
    broken text;
BEGIN
    NEW.taken_by := acting_account();
    NEW.taken_by_name := acting_name();
    NEW.taken_at := clock_timestamp();
    SELECT * INTO asked FROM take_out WHERE id = NEW.take_out_id;
    SELECT * INTO made FROM take_out_file WHERE take_out_id = NEW.take_out_id FOR NO KEY UPDATE;
    before := ARRAY(SELECT step FROM take_out_step WHERE take_out_id = NEW.take_out_id);
    broken := CASE
        WHEN made.take_out_id IS NULL THEN 'take_out_step_of_a_file'
        WHEN NEW.step = ANY (before) THEN 'take_out_step_once'
        WHEN NEW.step IN ('downloaded', 'passphrase_shown') AND NEW.taken_at >= made.expires_at
            THEN 'take_out_step_in_time'
        WHEN NEW.step = 'downloaded' AND NEW.taken_by IS DISTINCT FROM asked.asked_by
            THEN 'take_out_downloaded_by_who_asked'
        WHEN NEW.step = 'passphrase_shown' AND NEW.taken_by IS NOT DISTINCT FROM asked.asked_by
            THEN 'take_out_passphrase_for_another'
        WHEN NEW.step IN ('handed_out', 'erased') AND 'downloaded' <> ALL (before)
             OR NEW.step = 'returned' AND 'handed_out' <> ALL (before)
             OR NEW.step = 'confirmed' AND 'erased' <> ALL (before)
             OR NEW.step IN ('handed_out', 'returned') AND 'erased' = ANY (before)
            THEN 'take_out_steps_in_order'
        WHEN NEW.step = 'handed_out' AND NOT EXISTS (
                SELECT FROM medium_carrier c WHERE c.medium_id = asked.medium_id
                AND c.account_id = NEW.taken_by AND c.withdrawn_at IS NULL)
            THEN 'take_out_carried_by_a_carrier'
        WHEN NEW.step = 'handed_out' AND NOT EXISTS (
                SELECT FROM recipient_person p WHERE p.id = NEW.person_id
                AND p.recipient_id = asked.recipient_id AND p.withdrawn_at IS NULL)
            THEN 'take_out_handed_to_the_roster'
        WHEN NEW.step = 'confirmed' AND NEW.taken_by IS NOT DISTINCT FROM (
                SELECT taken_by FROM take_out_step WHERE take_out_id = NEW.take_out_id AND step = 'erased')
            THEN 'take_out_confirmed_by_another'
    END;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION '% of take-out %: %', NEW.step, NEW.take_out_id, broken
            USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
END $$;

-- D6: what was fetched is not kept a moment longer.
CREATE FUNCTION take_out_fetched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE take_out_file
    SET content = CASE WHEN NEW.step = 'downloaded' THEN NULL ELSE content END,
        sealed_passphrase = CASE WHEN NEW.step = 'passphrase_shown' THEN NULL ELSE sealed_passphrase END
    WHERE take_out_id = NEW.take_out_id;
    RETURN NULL;
END $$;

DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY[
        'register_entered()', 'register_closed()', 'medium_is_clear()', 'recipient_handlers_declared()',
        'refuse_take_out(bigint, bigint, text, integer, date)', 'take_out_asked()', 'take_out_file_made()',
        'take_out_file_erased()', 'take_out_step_taken()', 'take_out_fetched()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
    FOREACH guard IN ARRAY ARRAY['medium', 'medium_carrier', 'recipient', 'recipient_person'] LOOP
        EXECUTE format('CREATE TRIGGER register_entered BEFORE INSERT ON %I'
                       ' FOR EACH ROW EXECUTE FUNCTION register_entered()', guard);
        EXECUTE format('CREATE TRIGGER register_closed BEFORE UPDATE ON %I'
                       ' FOR EACH ROW EXECUTE FUNCTION register_closed()', guard);
    END LOOP;
END $$;

CREATE TRIGGER medium_is_clear BEFORE UPDATE ON medium FOR EACH ROW EXECUTE FUNCTION medium_is_clear();
CREATE TRIGGER recipient_handlers_declared BEFORE INSERT ON recipient_person
    FOR EACH ROW EXECUTE FUNCTION recipient_handlers_declared();
CREATE TRIGGER take_out_asked BEFORE INSERT ON take_out FOR EACH ROW EXECUTE FUNCTION take_out_asked();
CREATE TRIGGER take_out_file_made BEFORE INSERT ON take_out_file
    FOR EACH ROW EXECUTE FUNCTION take_out_file_made();
CREATE TRIGGER take_out_file_erased BEFORE UPDATE ON take_out_file
    FOR EACH ROW EXECUTE FUNCTION take_out_file_erased();
CREATE TRIGGER take_out_step_taken BEFORE INSERT ON take_out_step
    FOR EACH ROW EXECUTE FUNCTION take_out_step_taken();
CREATE TRIGGER take_out_fetched AFTER INSERT ON take_out_step
    FOR EACH ROW WHEN (NEW.step IN ('downloaded', 'passphrase_shown')) EXECUTE FUNCTION take_out_fetched();
"""
NO_GUARDS = """
DROP TRIGGER take_out_fetched ON take_out_step;
DROP TRIGGER take_out_step_taken ON take_out_step;
DROP TRIGGER take_out_file_erased ON take_out_file;
DROP TRIGGER take_out_file_made ON take_out_file;
DROP TRIGGER take_out_asked ON take_out;
DROP TRIGGER recipient_handlers_declared ON recipient_person;
DROP TRIGGER medium_is_clear ON medium;
DO $$
DECLARE register text;
BEGIN
    FOREACH register IN ARRAY ARRAY['medium', 'medium_carrier', 'recipient', 'recipient_person'] LOOP
        EXECUTE format('DROP TRIGGER register_entered ON %I', register);
        EXECUTE format('DROP TRIGGER register_closed ON %I', register);
    END LOOP;
END $$;
DROP FUNCTION take_out_fetched();
DROP FUNCTION take_out_step_taken();
DROP FUNCTION take_out_file_erased();
DROP FUNCTION take_out_file_made();
DROP FUNCTION take_out_asked();
DROP FUNCTION refuse_take_out(bigint, bigint, text, integer, date);
DROP FUNCTION recipient_handlers_declared();
DROP FUNCTION medium_is_clear();
DROP FUNCTION register_closed();
DROP FUNCTION register_entered();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0005_post"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakeOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_kind", models.TextField(verbose_name="一覧の種類")),
                ("conditions", models.JSONField(verbose_name="条件")),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="項目"
                    ),
                ),
                ("residents", models.IntegerField(verbose_name="対象者の数")),
                (
                    "file_format",
                    models.TextField(
                        choices=[("xlsx", "Excel（xlsx）"), ("csv", "CSV（UTF-8、BOM付き）")],
                        verbose_name="形式",
                    ),
                ),
                ("purpose", models.TextField(verbose_name="利用目的")),
                ("legal_basis", models.TextField(verbose_name="根拠")),
                ("due_on", models.DateField(verbose_name="消去の期限")),
                ("asked_by", models.BigIntegerField(verbose_name="申請者の番号")),
                ("asked_by_name", models.TextField(verbose_name="申請者")),
                ("asked_at", models.DateTimeField(verbose_name="申請日時")),
            ],
            options={
                "verbose_name": "持ち出し",
                "db_table": "take_out",
            },
        ),
        migrations.CreateModel(
            name="Medium",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("registered_by", models.BigIntegerField(verbose_name="登録した職員の番号")),
                ("registered_by_name", models.TextField(verbose_name="登録した職員")),
                ("registered_at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "withdrawn_by",
                    models.BigIntegerField(null=True, verbose_name="登録を終えた職員の番号"),
                ),
                ("withdrawn_by_name", models.TextField(null=True, verbose_name="登録を終えた職員")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="登録を終えた日時")),
                ("withdrawal_reason", models.TextField(null=True, verbose_name="登録を終えた理由")),
                ("number", models.TextField(unique=True, verbose_name="管理番号")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("optical_disc", "光ディスク"),
                            ("external_disk", "外付けディスク"),
                            ("usb_memory", "USBメモリ"),
                            ("line", "専用線・LGWAN"),
                        ],
                        verbose_name="種類",
                    ),
                ),
                ("purpose", models.TextField(verbose_name="用途")),
                (
                    "disposal_method",
                    models.TextField(
                        choices=[
                            ("overwritten", "専用ソフトによる上書き消去"),
                            ("key_destroyed", "暗号鍵の破棄"),
                            ("demagnetized", "磁気消去"),
                            ("destroyed", "物理的な破壊・裁断"),
                        ],
                        null=True,
                        verbose_name="廃棄の方法",
                    ),
                ),
                ("disposal_proof", models.TextField(null=True, verbose_name="廃棄の証明")),
            ],
            options={
                "verbose_name": "媒体",
                "db_table": "medium",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["optical_disc", "external_disk", "usb_memory", "line"])
                        ),
                        name="medium_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "\\S")), name="medium_has_a_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("withdrawal_reason__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="medium_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("kind", "line"),
                            models.Q(
                                ("disposal_method__isnull", False), ("disposal_proof__regex", "\\S")
                            ),
                            _connector="OR",
                        ),
                        name="medium_withdrawn_with_method_and_proof",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("registered_by", models.BigIntegerField(verbose_name="登録した職員の番号")),
                ("registered_by_name", models.TextField(verbose_name="登録した職員")),
                ("registered_at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "withdrawn_by",
                    models.BigIntegerField(null=True, verbose_name="登録を終えた職員の番号"),
                ),
                ("withdrawn_by_name", models.TextField(null=True, verbose_name="登録を終えた職員")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="登録を終えた日時")),
                ("withdrawal_reason", models.TextField(null=True, verbose_name="登録を終えた理由")),
                ("name", models.TextField(verbose_name="名称")),
                (
                    "kind",
                    models.TextField(
                        choices=[("contractor", "委託先"), ("department", "区の部署")],
                        verbose_name="区分",
                    ),
                ),
                ("work", models.TextField(verbose_name="委託・利用する事務")),
                (
                    "list_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="渡してよい一覧"
                    ),
                ),
                (
                    "medium_kind",
                    models.TextField(
                        choices=[
                            ("optical_disc", "光ディスク"),
                            ("external_disk", "外付けディスク"),
                            ("usb_memory", "USBメモリ"),
                            ("line", "専用線・LGWAN"),
                        ],
                        verbose_name="受け渡す媒体",
                    ),
                ),
                ("handlers_most", models.IntegerField(verbose_name="取扱者の数の上限")),
                ("residents_most", models.IntegerField(verbose_name="対象者の数の上限")),
                ("contract_from", models.DateField(verbose_name="期間の初日")),
                ("contract_until", models.DateField(verbose_name="期間の末日")),
            ],
            options={
                "verbose_name": "提出先",
                "db_table": "recipient",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["contractor", "department"])),
                        name="recipient_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "medium_kind__in",
                                ["optical_disc", "external_disk", "usb_memory", "line"],
                            )
                        ),
                        name="recipient_medium_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S"), ("work__regex", "\\S")),
                        name="recipient_has_name_and_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handlers_most__gte", 1), ("residents_most__gte", 1)),
                        name="recipient_numbers_are_declared",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contract_until__gte", models.F("contract_from"))),
                        name="recipient_contract",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("withdrawal_reason__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="recipient_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecipientPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("registered_by", models.BigIntegerField(verbose_name="登録した職員の番号")),
                ("registered_by_name", models.TextField(verbose_name="登録した職員")),
                ("registered_at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "withdrawn_by",
                    models.BigIntegerField(null=True, verbose_name="登録を終えた職員の番号"),
                ),
                ("withdrawn_by_name", models.TextField(null=True, verbose_name="登録を終えた職員")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="登録を終えた日時")),
                ("withdrawal_reason", models.TextField(null=True, verbose_name="登録を終えた理由")),
                ("name", models.TextField(verbose_name="氏名")),
                ("role", models.TextField(verbose_name="役割")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.recipient",
                        verbose_name="提出先",
                    ),
                ),
            ],
            options={
                "verbose_name": "取扱者",
                "db_table": "recipient_person",
            },
        ),
        migrations.CreateModel(
            name="TakeOutFile",
            fields=[
                (
                    "take_out",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="foundation.takeout",
                        verbose_name="持ち出し",
                    ),
                ),
                ("name", models.TextField(verbose_name="ファイル名")),
                ("content", models.BinaryField(null=True, verbose_name="暗号化したファイル")),
                (
                    "sealed_passphrase",
                    models.BinaryField(null=True, verbose_name="封をしたパスワード"),
                ),
                ("sha256", models.BinaryField(verbose_name="ファイルのハッシュ値")),
                ("size", models.BigIntegerField(verbose_name="大きさ")),
                ("residents", models.IntegerField(verbose_name="対象者の数")),
                ("made_by_name", models.TextField(verbose_name="作成した職員")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("expires_at", models.DateTimeField(verbose_name="ダウンロードの期限")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="区の保管分の消去日時")),
                (
                    "is_empty",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            models.Q(("content", None), ("sealed_passphrase", None)),
                            models.BooleanField(),
                        ),
                        output_field=models.BooleanField(),
                        verbose_name="内容なし",
                    ),
                ),
            ],
            options={
                "verbose_name": "持ち出しファイル",
                "db_table": "take_out_file",
            },
        ),
        migrations.AddField(
            model_name="takeout",
            name="medium",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="foundation.medium",
                verbose_name="媒体",
            ),
        ),
        migrations.AddField(
            model_name="takeout",
            name="proposal",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                to="foundation.proposal",
                verbose_name="申請",
            ),
        ),
        migrations.AddField(
            model_name="takeout",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="foundation.recipient",
                verbose_name="提出先",
            ),
        ),
        migrations.CreateModel(
            name="TakeOutStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.TextField(
                        choices=[
                            ("downloaded", "ダウンロード"),
                            ("passphrase_shown", "パスワードの表示"),
                            ("handed_out", "受渡し"),
                            ("returned", "返却"),
                            ("erased", "消去"),
                            ("confirmed", "消去の確認"),
                        ],
                        verbose_name="できごと",
                    ),
                ),
                (
                    "method",
                    models.TextField(
                        choices=[
                            ("overwritten", "専用ソフトによる上書き消去"),
                            ("key_destroyed", "暗号鍵の破棄"),
                            ("demagnetized", "磁気消去"),
                            ("destroyed", "物理的な破壊・裁断"),
                        ],
                        null=True,
                        verbose_name="消去の方法",
                    ),
                ),
                ("proof", models.TextField(null=True, verbose_name="消去の証明")),
                ("taken_by", models.BigIntegerField(verbose_name="行った職員の番号")),
                ("taken_by_name", models.TextField(verbose_name="行った職員")),
                ("taken_at", models.DateTimeField(verbose_name="日時")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.recipientperson",
                        verbose_name="受け取った取扱者",
                    ),
                ),
                (
                    "take_out",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.takeout",
                        verbose_name="持ち出し",
                    ),
                ),
            ],
            options={
                "verbose_name": "持ち出しの経過",
                "db_table": "take_out_step",
            },
        ),
        migrations.CreateModel(
            name="MediumCarrier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("registered_by", models.BigIntegerField(verbose_name="登録した職員の番号")),
                ("registered_by_name", models.TextField(verbose_name="登録した職員")),
                ("registered_at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "withdrawn_by",
                    models.BigIntegerField(null=True, verbose_name="登録を終えた職員の番号"),
                ),
                ("withdrawn_by_name", models.TextField(null=True, verbose_name="登録を終えた職員")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="登録を終えた日時")),
                ("withdrawal_reason", models.TextField(null=True, verbose_name="登録を終えた理由")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.account",
                        verbose_name="職員",
                    ),
                ),
                (
                    "medium",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.medium",
                        verbose_name="媒体",
                    ),
                ),
            ],
            options={
                "verbose_name": "媒体の運搬者",
                "db_table": "medium_carrier",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("medium", "account"),
                        name="medium_carrier_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("withdrawal_reason__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="medium_carrier_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="recipientperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "\\S"), ("role__regex", "\\S")),
                name="recipient_person_has_name_and_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipientperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), ("withdrawal_reason__regex", "\\S"), _connector="OR"
                ),
                name="recipient_person_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeoutfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content", None), ("erased_at__isnull", False)),
                    models.Q(("content__isnull", False), ("erased_at", None)),
                    _connector="OR",
                ),
                name="take_out_file_erased_is_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeout",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_format__in", ["xlsx", "csv"])), name="take_out_format"
            ),
        ),
        migrations.AddConstraint(
            model_name="takeout",
            constraint=models.CheckConstraint(
                condition=models.Q(("residents__gte", 0)), name="take_out_residents_are_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="takeout",
            constraint=models.CheckConstraint(
                condition=models.Q(("legal_basis__regex", "\\S"), ("purpose__regex", "\\S")),
                name="take_out_has_purpose_and_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeoutstep",
            constraint=models.UniqueConstraint(
                fields=("take_out", "step"), name="take_out_step_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="takeoutstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "downloaded",
                            "passphrase_shown",
                            "handed_out",
                            "returned",
                            "erased",
                            "confirmed",
                        ],
                    )
                ),
                name="take_out_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeoutstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("proof__regex", "\\S"),
                        ("step", "erased"),
                        (
                            "method__in",
                            ["overwritten", "key_destroyed", "demagnetized", "destroyed"],
                        ),
                        ("method__isnull", False),
                    ),
                    models.Q(
                        models.Q(("step", "erased"), _negated=True),
                        ("method", None),
                        ("proof", None),
                    ),
                    _connector="OR",
                ),
                name="take_out_erased_with_method_and_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeoutstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("step", "handed_out")),
                    models.Q(models.Q(("step", "handed_out"), _negated=True), ("person", None)),
                    _connector="OR",
                ),
                name="take_out_handed_to_somebody",
            ),
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
