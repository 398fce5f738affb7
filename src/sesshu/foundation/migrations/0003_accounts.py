"""Accounts of staff, what they sign in with, and what kind of municipality this is (R1, R2, R3)."""

import django.db.models.deletion
from django.db import migrations, models

# Normal and administrator rights stay apart (R2): all duties somebody holds at a time are of one realm.
ONE_REALM = """
ALTER TABLE duty_grant ADD CONSTRAINT duty_grant_one_realm
    EXCLUDE USING gist (account_id WITH =, realm WITH <>) WHERE (withdrawn_at IS NULL);
"""
ANY_REALM = "ALTER TABLE duty_grant DROP CONSTRAINT duty_grant_one_realm;"

# What has ended stays ended: the columns named as arguments never change once they hold something.
ENDED = """
CREATE FUNCTION stays_once_set() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text;
BEGIN
    FOREACH held IN ARRAY TG_ARGV LOOP
        IF to_jsonb(OLD) -> held <> 'null' AND to_jsonb(OLD) -> held <> to_jsonb(NEW) -> held THEN
            RAISE EXCEPTION '%.% is set and stays', TG_TABLE_NAME, held
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE TRIGGER account_stays_revoked BEFORE UPDATE ON account
    FOR EACH ROW EXECUTE FUNCTION stays_once_set('revoked_at', 'revoke_proposal_id');
CREATE TRIGGER duty_grant_stays_withdrawn BEFORE UPDATE ON duty_grant
    FOR EACH ROW EXECUTE FUNCTION stays_once_set('withdrawn_at', 'withdraw_proposal_id');
CREATE TRIGGER session_stays_ended BEFORE UPDATE ON session
    FOR EACH ROW EXECUTE FUNCTION stays_once_set('ended_at', 'ending');
CREATE TRIGGER enrolment_slip_stays_spent BEFORE UPDATE ON enrolment_slip
    FOR EACH ROW EXECUTE FUNCTION stays_once_set('used_at', 'voided_at');
CREATE TRIGGER totp_secret_stays_retired BEFORE UPDATE ON totp_secret
    FOR EACH ROW EXECUTE FUNCTION stays_once_set('confirmed_at', 'retired_at');
CREATE TRIGGER security_key_stays_retired BEFORE UPDATE ON security_key
    FOR EACH ROW EXECUTE FUNCTION stays_once_set('retired_at');
"""
NOT_ENDED = """
DROP TRIGGER security_key_stays_retired ON security_key;
DROP TRIGGER totp_secret_stays_retired ON totp_secret;
DROP TRIGGER enrolment_slip_stays_spent ON enrolment_slip;
DROP TRIGGER session_stays_ended ON session;
DROP TRIGGER duty_grant_stays_withdrawn ON duty_grant;
DROP TRIGGER account_stays_revoked ON account;
DROP FUNCTION stays_once_set();
"""

# Issuing, changing and revoking need two people (R3), whatever the program says: the rows only take what a
# proposal says that was approved in this very transaction, and neither of the two is the person concerned.
# The first two accounts have nobody before them: jobs alone may write without a proposal. SECURITY DEFINER
# because the functions read proposals for zones that may not; search_path ends in pg_temp so that no
# temporary table lies before ours.
TWO_PEOPLE = r"""
CREATE FUNCTION approved_now(number bigint, kinds text[], concerned bigint) RETURNS jsonb
    LANGUAGE sql STABLE AS $$
    SELECT payload::jsonb FROM proposal
    WHERE id = number AND kind = ANY (kinds) AND state = 'approved'
      AND decided_at >= transaction_timestamp()
      AND proposed_by IS DISTINCT FROM concerned AND decided_by IS DISTINCT FROM concerned
$$;

CREATE FUNCTION concerns(said jsonb, number bigint, concerned bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT said IS NOT NULL AND concerned = coalesce((said ->> 'account')::bigint,
                                (SELECT id FROM account WHERE issue_proposal_id = number))
$$;

CREATE FUNCTION founded_without_proposal(number bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT number IS NULL AND session_user LIKE '%\_jobs'
$$;

CREATE FUNCTION refuse_one_person(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% needs a proposal that two other people made and approved', what
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION account_takes_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE said jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        said := approved_now(NEW.issue_proposal_id, '{account.issue}', NEW.id);
        IF NOT founded_without_proposal(NEW.issue_proposal_id)
           AND (said ->> 'staff_number', said ->> 'login_id',
                said ->> 'display_name', said ->> 'department')
               IS DISTINCT FROM
               (NEW.staff_number, NEW.login_id, NEW.display_name, NEW.department) THEN
            PERFORM refuse_one_person('an account');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.department <> OLD.department AND NOT EXISTS (
           SELECT FROM proposal
           WHERE approved_now(id, '{account.duties}', NEW.id) @>
                 jsonb_build_object('account', NEW.id, 'department', NEW.department)) THEN
        PERFORM refuse_one_person('another department');
    END IF;
    IF OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL THEN
        said := approved_now(NEW.revoke_proposal_id, '{account.revoke}', NEW.id);
        IF concerns(said, NEW.revoke_proposal_id, NEW.id) IS NOT TRUE THEN
            PERFORM refuse_one_person('revoking');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION duty_grant_takes_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    number bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.grant_proposal_id
                                ELSE NEW.withdraw_proposal_id END;
    said jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF founded_without_proposal(number) THEN
            RETURN NEW;
        END IF;
        said := approved_now(number, '{account.issue,account.duties}', NEW.account_id);
        IF NOT coalesce(said -> 'duties' @> to_jsonb(NEW.duty), false) THEN
            PERFORM refuse_one_person('a duty');
        END IF;
    ELSE
        said := approved_now(number, '{account.duties,account.revoke}', NEW.account_id);
    END IF;
    IF concerns(said, number, NEW.account_id) IS NOT TRUE THEN
        PERFORM refuse_one_person('a duty');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION enrolment_slip_takes_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE said jsonb;
BEGIN
    IF founded_without_proposal(NEW.proposal_id) THEN
        RETURN NEW;
    END IF;
    said := approved_now(NEW.proposal_id, '{account.issue,account.reenroll}', NEW.account_id);
    IF concerns(said, NEW.proposal_id, NEW.account_id) IS NOT TRUE THEN
        PERFORM refuse_one_person('an enrolment slip');
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['account_takes_two', 'duty_grant_takes_two',
                                 'enrolment_slip_takes_two'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;

CREATE TRIGGER account_takes_two BEFORE INSERT OR UPDATE OF department, revoked_at ON account
    FOR EACH ROW EXECUTE FUNCTION account_takes_two();
CREATE TRIGGER duty_grant_takes_two BEFORE INSERT OR UPDATE ON duty_grant
    FOR EACH ROW EXECUTE FUNCTION duty_grant_takes_two();
CREATE TRIGGER enrolment_slip_takes_two BEFORE INSERT ON enrolment_slip
    FOR EACH ROW EXECUTE FUNCTION enrolment_slip_takes_two();
"""
ONE_PERSON = """
DROP TRIGGER enrolment_slip_takes_two ON enrolment_slip;
DROP TRIGGER duty_grant_takes_two ON duty_grant;
DROP TRIGGER account_takes_two ON account;
DROP FUNCTION enrolment_slip_takes_two();
DROP FUNCTION duty_grant_takes_two();
DROP FUNCTION account_takes_two();
DROP FUNCTION refuse_one_person(text);
DROP FUNCTION founded_without_proposal(bigint);
DROP FUNCTION concerns(jsonb, bigint, bigint);
DROP FUNCTION approved_now(bigint, text[], bigint);
"""

# No account, duty or slip names a proposal that is not there.
REFERENCES = """
ALTER TABLE account
    ADD CONSTRAINT account_issued_by FOREIGN KEY (issue_proposal_id) REFERENCES proposal,
    ADD CONSTRAINT account_revoked_by FOREIGN KEY (revoke_proposal_id) REFERENCES proposal;
ALTER TABLE duty_grant
    ADD CONSTRAINT duty_grant_granted_by FOREIGN KEY (grant_proposal_id) REFERENCES proposal,
    ADD CONSTRAINT duty_grant_withdrawn_by FOREIGN KEY (withdraw_proposal_id) REFERENCES proposal;
ALTER TABLE enrolment_slip
    ADD CONSTRAINT enrolment_slip_opened_by FOREIGN KEY (proposal_id) REFERENCES proposal;
"""
NO_REFERENCES = """
ALTER TABLE enrolment_slip DROP CONSTRAINT enrolment_slip_opened_by;
ALTER TABLE duty_grant
    DROP CONSTRAINT duty_grant_withdrawn_by, DROP CONSTRAINT duty_grant_granted_by;
ALTER TABLE account DROP CONSTRAINT account_revoked_by, DROP CONSTRAINT account_issued_by;
"""

# Whether a municipality is a demo is settled before anybody works in it, also for the owner of the schema.
SETTLED = """
CREATE FUNCTION environment_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM account) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what kind of municipality this is was settled when it was created'
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER environment_is_settled BEFORE INSERT OR UPDATE OR DELETE ON environment
    FOR EACH ROW EXECUTE FUNCTION environment_is_settled();
CREATE TRIGGER environment_stays BEFORE TRUNCATE ON environment
    FOR EACH STATEMENT EXECUTE FUNCTION environment_is_settled();
"""
UNSETTLED = """
DROP TRIGGER environment_stays ON environment;
DROP TRIGGER environment_is_settled ON environment;
DROP FUNCTION environment_is_settled();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_second_person")]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("staff_number", models.TextField(verbose_name="職員番号")),
                ("login_id", models.TextField(verbose_name="利用者ID")),
                ("display_name", models.TextField(verbose_name="氏名")),
                (
                    "department",
                    models.TextField(
                        choices=[
                            ("infection", "感染症対策課"),
                            ("community_health", "地域保健課"),
                            ("resident_vaccination", "住民接種調整担当課"),
                            ("health_promotion", "健康づくり課"),
                        ],
                        verbose_name="所属",
                    ),
                ),
                (
                    "password_changed_at",
                    models.DateTimeField(null=True, verbose_name="パスワード設定日時"),
                ),
                ("issued_at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "issue_proposal_id",
                    models.BigIntegerField(null=True, unique=True, verbose_name="登録の申請"),
                ),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="停止日時")),
                (
                    "revoke_proposal_id",
                    models.BigIntegerField(null=True, verbose_name="停止の申請"),
                ),
            ],
            options={
                "verbose_name": "利用者",
                "db_table": "account",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("staff_number",),
                        name="account_one_per_staff_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("login_id",),
                        name="account_one_per_login_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "department__in",
                                [
                                    "infection",
                                    "community_health",
                                    "resident_vaccination",
                                    "health_promotion",
                                ],
                            )
                        ),
                        name="account_department_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Environment",
            fields=[
                ("only_row", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("demo", models.BooleanField(verbose_name="架空")),
                ("founded_at", models.DateTimeField(verbose_name="作成日時")),
            ],
            options={
                "verbose_name": "環境",
                "db_table": "environment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("only_row", True)), name="environment_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SecurityKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("label", models.TextField(verbose_name="名前")),
                ("credential_id", models.BinaryField(unique=True, verbose_name="鍵の番号")),
                ("public_key", models.BinaryField(verbose_name="公開鍵")),
                ("sign_count", models.BigIntegerField(verbose_name="署名の回数")),
                ("registered_at", models.DateTimeField(verbose_name="登録日時")),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="最後に使った日時")),
                ("retired_at", models.DateTimeField(null=True, verbose_name="取消日時")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="security_keys",
                        to="foundation.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "セキュリティキー",
                "db_table": "security_key",
            },
        ),
        migrations.CreateModel(
            name="SignInCount",
            fields=[
                (
                    "login_digest",
                    models.BinaryField(
                        primary_key=True, serialize=False, verbose_name="利用者IDの要約"
                    ),
                ),
                ("failures", models.IntegerField(verbose_name="失敗回数")),
                ("locked_until", models.DateTimeField(null=True, verbose_name="ロックの終わり")),
                ("last_at", models.DateTimeField(verbose_name="最後の試行")),
            ],
            options={
                "verbose_name": "ログイン失敗の数",
                "db_table": "sign_in_count",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("failures__gte", 0)), name="sign_in_count_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TotpSecret",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("label", models.TextField(verbose_name="名前")),
                ("sealed_secret", models.BinaryField(verbose_name="暗号化した秘密")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="確認日時")),
                (
                    "last_step",
                    models.BigIntegerField(default=0, verbose_name="最後に使った時刻番号"),
                ),
                ("retired_at", models.DateTimeField(null=True, verbose_name="取消日時")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totp_secrets",
                        to="foundation.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "認証アプリ",
                "db_table": "totp_secret",
            },
        ),
        migrations.CreateModel(
            name="DutyGrant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "duty",
                    models.TextField(
                        choices=[
                            ("entry", "入力担当"),
                            ("check", "確認担当"),
                            ("guarded", "支援措置担当"),
                            ("runs", "一括処理担当"),
                            ("accounts", "利用者管理担当"),
                            ("security", "情報セキュリティ管理者"),
                            ("audit", "監査担当"),
                        ],
                        verbose_name="担当",
                    ),
                ),
                (
                    "realm",
                    models.TextField(
                        choices=[("affair", "業務"), ("administration", "管理"), ("audit", "監査")],
                        verbose_name="区分",
                    ),
                ),
                ("granted_at", models.DateTimeField(verbose_name="付与日時")),
                ("grant_proposal_id", models.BigIntegerField(null=True, verbose_name="付与の申請")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="解除日時")),
                (
                    "withdraw_proposal_id",
                    models.BigIntegerField(null=True, verbose_name="解除の申請"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_grants",
                        to="foundation.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "担当の付与",
                "db_table": "duty_grant",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("account", "duty"),
                        name="duty_grant_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duty", "entry"), ("realm", "affair")),
                            models.Q(("duty", "check"), ("realm", "affair")),
                            models.Q(("duty", "guarded"), ("realm", "affair")),
                            models.Q(("duty", "runs"), ("realm", "affair")),
                            models.Q(("duty", "accounts"), ("realm", "administration")),
                            models.Q(("duty", "security"), ("realm", "administration")),
                            models.Q(("duty", "audit"), ("realm", "audit")),
                            _connector="OR",
                        ),
                        name="duty_grant_names_its_realm",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentSlip",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField(verbose_name="発行日時")),
                ("proposal_id", models.BigIntegerField(null=True, verbose_name="発行の申請")),
                (
                    "code_sha256",
                    models.BinaryField(null=True, unique=True, verbose_name="コードの要約"),
                ),
                ("printed_at", models.DateTimeField(null=True, verbose_name="印刷日時")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="期限")),
                ("used_at", models.DateTimeField(null=True, verbose_name="使用日時")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="無効日時")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="foundation.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "登録票",
                "db_table": "enrolment_slip",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("used_at", None), ("voided_at", None)),
                        fields=("account",),
                        name="enrolment_slip_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code_sha256", None),
                            ("expires_at__gt", models.F("printed_at")),
                            _connector="OR",
                        ),
                        name="enrolment_slip_code_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token_sha256", models.BinaryField(unique=True, verbose_name="トークンの要約")),
                (
                    "stage",
                    models.TextField(
                        choices=[
                            ("password", "パスワード確認済み"),
                            ("enrolment", "登録票確認済み"),
                            ("full", "ログイン済み"),
                        ],
                        verbose_name="段階",
                    ),
                ),
                (
                    "factor",
                    models.TextField(
                        choices=[("totp", "認証アプリ"), ("security_key", "セキュリティキー")],
                        null=True,
                        verbose_name="第二要素",
                    ),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="端末のアドレス")),
                ("started_at", models.DateTimeField(verbose_name="開始日時")),
                ("last_seen_at", models.DateTimeField(verbose_name="最後の操作")),
                ("expires_at", models.DateTimeField(verbose_name="期限")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="終了日時")),
                (
                    "ending",
                    models.TextField(
                        choices=[
                            ("signed_out", "ログアウト"),
                            ("next_stage", "次の段階へ"),
                            ("password_changed", "パスワードの変更"),
                            ("revoked", "利用者の停止"),
                            ("reenrolled", "再登録"),
                            ("by_owner", "本人による終了"),
                        ],
                        null=True,
                        verbose_name="終了の理由",
                    ),
                ),
                ("challenge", models.BinaryField(null=True, verbose_name="使い捨ての問い")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="foundation.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "ログイン",
                "db_table": "session",
                "indexes": [models.Index(fields=["account", "-started_at"], name="session_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["password", "enrolment", "full"])),
                        name="session_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "full"), _negated=True),
                            ("factor__isnull", False),
                            _connector="OR",
                        ),
                        name="session_full_has_factor",
                    ),
                ],
            },
        ),
        migrations.RunSQL(REFERENCES, NO_REFERENCES),
        migrations.RunSQL(ONE_REALM, ANY_REALM),
        migrations.RunSQL(ENDED, NOT_ENDED),
        migrations.RunSQL(TWO_PEOPLE, ONE_PERSON),
        migrations.RunSQL(SETTLED, UNSETTLED),
    ]
