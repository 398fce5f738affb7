"""Accounts of staff and what they sign in with. One account is one person in one system (R1)."""

from functools import reduce
from operator import or_
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.duties import REALMS, Duty, Labelled, Realm


class Stage(Labelled):
    """How far somebody has come in signing in; only ``full`` opens pages."""

    PASSWORD = "password", "パスワード確認済み"
    ENROLMENT = "enrolment", "登録票確認済み"
    FULL = "full", "ログイン済み"


class Factor(Labelled):
    """The second factor, which stands for the IC card (R1)."""

    TOTP = "totp", "認証アプリ"
    SECURITY_KEY = "security_key", "セキュリティキー"


class Ending(Labelled):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out", "ログアウト"
    NEXT_STAGE = "next_stage", "次の段階へ"
    PASSWORD_CHANGED = "password_changed", "パスワードの変更"
    REVOKED = "revoked", "利用者の停止"
    REENROLLED = "reenrolled", "再登録"
    BY_OWNER = "by_owner", "本人による終了"


def choices_of(labelled: type[Labelled]) -> list[tuple[str, str]]:
    """Django's form of an enumeration with words."""
    return [(str(member), member.label) for member in labelled]


def one_of(field: str, labelled: type[Labelled]) -> Q:
    """The condition that a column holds a member of the enumeration or NULL."""
    return Q(**{f"{field}__in": [str(member) for member in labelled]})


class Account(AbstractBaseUser):
    """A person of the ward as this system knows them. Never deleted: the ledger names it for ever."""

    id = models.BigAutoField(primary_key=True)
    last_login = None  # sessions tell it, with place and factor
    staff_number = models.TextField("職員番号")
    login_id = models.TextField("利用者ID")
    display_name = models.TextField("氏名")
    department = models.TextField("所属", choices=choices_of(Department))
    password_changed_at = models.DateTimeField("パスワード設定日時", null=True)
    issued_at = models.DateTimeField("登録日時")
    issue_proposal_id = models.BigIntegerField("登録の申請", null=True, unique=True)
    revoked_at = models.DateTimeField("停止日時", null=True)
    revoke_proposal_id = models.BigIntegerField("停止の申請", null=True)

    USERNAME_FIELD = "login_id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        app_label = "foundation"
        db_table = "account"
        verbose_name = "利用者"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff_number"],
                condition=Q(revoked_at=None),
                name="account_one_per_staff_number",
            ),
            models.UniqueConstraint(
                fields=["login_id"], condition=Q(revoked_at=None), name="account_one_per_login_id"
            ),
            models.CheckConstraint(
                condition=one_of("department", Department), name="account_department_known"
            ),
        ]


class DutyGrant(models.Model):
    """A duty somebody is in charge of, from the grant until its withdrawal."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="duty_grants")
    duty = models.TextField("担当", choices=choices_of(Duty))
    realm = models.TextField("区分", choices=choices_of(Realm))
    granted_at = models.DateTimeField("付与日時")
    grant_proposal_id = models.BigIntegerField("付与の申請", null=True)
    withdrawn_at = models.DateTimeField("解除日時", null=True)
    withdraw_proposal_id = models.BigIntegerField("解除の申請", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "duty_grant"
        verbose_name = "担当の付与"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "duty"],
                condition=Q(withdrawn_at=None),
                name="duty_grant_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=reduce(
                    or_, (Q(duty=str(duty), realm=str(REALMS[duty])) for duty in Duty)
                ),
                name="duty_grant_names_its_realm",
            ),
        ]


class SignInCount(models.Model):
    """Wrong passwords and codes in a row for one sign-in name, whether or not an account has it."""

    login_digest = models.BinaryField("利用者IDの要約", primary_key=True)
    failures = models.IntegerField("失敗回数")
    locked_until = models.DateTimeField("ロックの終わり", null=True)
    last_at = models.DateTimeField("最後の試行")

    class Meta:
        app_label = "foundation"
        db_table = "sign_in_count"
        verbose_name = "ログイン失敗の数"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(failures__gte=0), name="sign_in_count_not_negative"),
        ]


class Session(models.Model):
    """One browser signed in as one account. The database knows only the digest of its token."""

    id = models.BigAutoField(primary_key=True)
    token_sha256 = models.BinaryField("トークンの要約", unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="sessions")
    stage = models.TextField("段階", choices=choices_of(Stage))
    factor = models.TextField("第二要素", choices=choices_of(Factor), null=True)
    address = models.GenericIPAddressField("端末のアドレス", null=True)
    started_at = models.DateTimeField("開始日時")
    last_seen_at = models.DateTimeField("最後の操作")
    expires_at = models.DateTimeField("期限")
    ended_at = models.DateTimeField("終了日時", null=True)
    ending = models.TextField("終了の理由", choices=choices_of(Ending), null=True)
    challenge = models.BinaryField("使い捨ての問い", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "session"
        verbose_name = "ログイン"
        indexes: ClassVar = [models.Index(fields=["account", "-started_at"], name="session_of")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("stage", Stage), name="session_stage_known"),
            models.CheckConstraint(
                condition=~Q(stage=str(Stage.FULL)) | Q(factor__isnull=False),
                name="session_full_has_factor",
            ),
        ]


class TotpSecret(models.Model):
    """The secret an authenticator app shares with us, sealed with the municipality's key."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="totp_secrets")
    label = models.TextField("名前")
    sealed_secret = models.BinaryField("暗号化した秘密")
    made_at = models.DateTimeField("作成日時")
    confirmed_at = models.DateTimeField("確認日時", null=True)
    last_step = models.BigIntegerField("最後に使った時刻番号", default=0)
    retired_at = models.DateTimeField("取消日時", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "totp_secret"
        verbose_name = "認証アプリ"


class SecurityKey(models.Model):
    """A WebAuthn credential: a security key, or the terminal's own."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="security_keys")
    label = models.TextField("名前")
    credential_id = models.BinaryField("鍵の番号", unique=True)
    public_key = models.BinaryField("公開鍵")
    sign_count = models.BigIntegerField("署名の回数")
    registered_at = models.DateTimeField("登録日時")
    last_used_at = models.DateTimeField("最後に使った日時", null=True)
    retired_at = models.DateTimeField("取消日時", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "security_key"
        verbose_name = "セキュリティキー"


class EnrolmentSlip(models.Model):
    """The right of one person to set password and second factor once, printed as a code on paper."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="slips")
    opened_at = models.DateTimeField("発行日時")
    proposal_id = models.BigIntegerField("発行の申請", null=True)
    code_sha256 = models.BinaryField("コードの要約", null=True, unique=True)
    printed_at = models.DateTimeField("印刷日時", null=True)
    expires_at = models.DateTimeField("期限", null=True)
    used_at = models.DateTimeField("使用日時", null=True)
    voided_at = models.DateTimeField("無効日時", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "enrolment_slip"
        verbose_name = "登録票"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(used_at=None, voided_at=None),
                name="enrolment_slip_one_open",
            ),
            models.CheckConstraint(
                condition=Q(code_sha256=None) | Q(expires_at__gt=F("printed_at")),
                name="enrolment_slip_code_expires",
            ),
        ]


class KeptForm(models.Model):
    """What somebody had typed when their session ran out; only their browser holds the key to it (ADR 93)."""

    id = models.UUIDField("番号", primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, verbose_name="利用者")
    sealed = models.BinaryField("暗号化した入力")
    kept_until = models.DateTimeField("期限")

    class Meta:
        app_label = "foundation"
        db_table = "kept_form"
        verbose_name = "取っておいた入力"


class Environment(models.Model):
    """What kind of municipality this schema holds: written once when it is created, never changed."""

    only_row = models.BooleanField(primary_key=True, default=True)
    demo = models.BooleanField("架空")
    founded_at = models.DateTimeField("作成日時")

    class Meta:
        app_label = "foundation"
        db_table = "environment"
        verbose_name = "環境"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(only_row=True), name="environment_one_row"),
        ]
