"""Tables of the residents. History is only ever added to; what is guarded lies in tables of its own.

A version says how a resident was registered from a day on. It holds until the next version begins, and it
is superseded when another version of the same day is recorded: both ends follow from the rows, so no role
needs to change one (ADR 41). The view ``resident_timeline`` shows both ends.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Resident(models.Model):
    """A person under the ward's own number. Never deleted: records of the dead and moved stay (S1.8)."""

    atena_number = models.TextField("宛名番号", unique=True)
    is_guarded = models.BooleanField("担当課対応", default=False)

    class Meta:
        app_label = "ward"
        db_table = "resident"
        verbose_name = "住民"
        indexes: ClassVar = [
            models.Index(fields=["id"], name="resident_guarded", condition=Q(is_guarded=True))
        ]


class Contact(models.Model):
    """Where a person lives or can be reached: the columns that protection hides (number-linkage §5.5)."""

    postal_code = models.TextField("郵便番号", null=True)
    address = models.TextField("住所", null=True)
    town_code = models.TextField("町字コード", null=True)
    lot = models.TextField("番地", null=True)
    building = models.TextField("方書", null=True)
    previous_municipality = models.TextField("前住所市区町村コード", null=True)
    previous_address = models.TextField("前住所", null=True)
    destination_municipality = models.TextField("転出先市区町村コード", null=True)
    destination_address = models.TextField("転出先", null=True)
    phone = models.TextField("電話番号", null=True)
    mail_name = models.TextField("送付先氏名", null=True)
    mail_postal_code = models.TextField("送付先郵便番号", null=True)
    mail_address = models.TextField("送付先住所", null=True)
    mail_building = models.TextField("送付先方書", null=True)

    class Meta:
        abstract = True


class ResidentVersion(Contact):
    """One state of a resident as a registry file told it. All contact columns of a guarded one are null."""

    resident = models.ForeignKey(
        Resident, models.PROTECT, db_index=False, verbose_name="住民"
    )  # the unique constraint below is the index
    valid_from = models.DateField("この日から")
    recorded_at = models.DateTimeField("記録日時")
    is_revoked = models.BooleanField("取消")
    registry_file = models.ForeignKey(
        # one file for a million rows: the import knows it, a check per row would only take time
        "RegistryFile",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        verbose_name="住民ファイル",
    )
    fingerprint = models.TextField("行の指紋")
    household_number = models.TextField("世帯番号", null=True)
    history_number = models.IntegerField("履歴番号")
    update_number = models.IntegerField("更新連番")
    transaction_class = models.TextField("異動区分")
    transaction_reason = models.TextField("異動事由")
    transaction_on = models.DateField("異動年月日")
    notified_on = models.DateField("届出年月日", null=True)
    processed_at = models.DateTimeField("処理日時")
    name = models.TextField("氏名漢字")
    name_kana = models.TextField("氏名カナ")
    former_family_name = models.TextField("旧氏", null=True)
    birth_on = models.DateField("生年月日")
    birth_certainty = models.TextField("生年月日不明区分")
    sex = models.TextField("性別")
    relationship = models.TextField("続柄", null=True)
    status = models.TextField("住民状態")
    became_resident_on = models.DateField("住民となった日", null=True)
    ceased_resident_on = models.DateField("住民でなくなった日", null=True)
    died_on = models.DateField("死亡日", null=True)
    is_foreign = models.BooleanField("外国人フラグ")
    is_outside_register = models.BooleanField("住登外フラグ")
    foreign_name_kana = models.TextField("外国人本名カナ", null=True)
    foreign_name_kanji = models.TextField("外国人本名漢字", null=True)
    alphabet_name = models.TextField("アルファベット氏名", null=True)
    alias = models.TextField("通称", null=True)
    alias_kana = models.TextField("通称カナ", null=True)
    residence_status = models.TextField("在留資格", null=True)
    residence_until = models.DateField("在留期間満了日", null=True)

    class Meta:
        app_label = "ward"
        db_table = "resident_version"
        verbose_name = "住民の異動"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resident", "valid_from", "recorded_at"], name="resident_version_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household_number"], name="resident_version_household"),
        ]


class ResidentSearch(models.Model):
    """The version that holds now, with the keys it is found by; can be made again from the history."""

    resident = models.OneToOneField(Resident, models.PROTECT, primary_key=True, verbose_name="住民")
    version = models.ForeignKey(ResidentVersion, models.PROTECT, verbose_name="住民の異動")
    fingerprint = models.TextField("行の指紋")
    update_number = models.IntegerField("更新連番")
    household_number = models.TextField("世帯番号", null=True)
    birth_on = models.DateField("生年月日")
    kana_keys = ArrayField(models.TextField(), verbose_name="カナの検索語")
    name_keys = ArrayField(models.TextField(), verbose_name="氏名の検索語")
    address_key = models.TextField("住所の検索語", null=True)
    phone = models.TextField("電話番号", null=True)
    grams = ArrayField(models.TextField(), verbose_name="部分一致の検索語")

    class Meta:
        app_label = "ward"
        db_table = "resident_search"
        verbose_name = "住民の検索語"
        indexes: ClassVar = [
            GinIndex(fields=["grams"], name="resident_search_grams"),
            models.Index(fields=["birth_on"], name="resident_search_birth"),
            models.Index(fields=["household_number"], name="resident_search_household"),
            models.Index(
                fields=["address_key"],
                name="resident_search_address",
                condition=Q(address_key__isnull=False),
            ),
            models.Index(
                fields=["phone"], name="resident_search_phone", condition=Q(phone__isnull=False)
            ),
        ]


class RestingStatement(models.Model):
    """An index or foreign key that was taken off an empty table for the first load, as it is put back."""

    statement = models.TextField("定義")

    class Meta:
        app_label = "ward"
        db_table = "resting_statement"
        verbose_name = "休止中の索引"


class RegistryFile(models.Model):
    """A file of the resident registry that was taken in, or is being taken in."""

    file_id = models.TextField("ファイルID", unique=True)
    kind = models.TextField("種別")
    created_at = models.DateTimeField("作成日時")
    sequence = models.IntegerField("通番")
    row_count = models.IntegerField("行数")
    sha256 = models.TextField("ハッシュ値")
    run_id = models.BigIntegerField("一括処理", null=True)
    registered_at = models.DateTimeField("受付日時")

    class Meta:
        app_label = "ward"
        db_table = "registry_file"
        verbose_name = "住民ファイル"


class RegistryFileEnding(models.Model):
    """What became of a file: its control totals. A file without one is not finished."""

    registry_file = models.OneToOneField(
        RegistryFile, models.PROTECT, primary_key=True, verbose_name="住民ファイル"
    )
    ended_at = models.DateTimeField("完了日時")
    added = models.IntegerField("新しい住民")
    changed = models.IntegerField("変更")
    unchanged = models.IntegerField("変更なし")
    outdated = models.IntegerField("古い行")
    rejected = models.IntegerField("取り込めない行")

    class Meta:
        app_label = "ward"
        db_table = "registry_file_ending"
        verbose_name = "住民ファイルの結果"


class RejectedRow(models.Model):
    """A row that could not be used, kept until it is corrected and taken in after all.

    ``raw`` is there only if the row is surely about ``resident``, who is not protected.
    """

    registry_file = models.ForeignKey(RegistryFile, models.PROTECT, verbose_name="住民ファイル")
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, verbose_name="住民")
    line_number = models.IntegerField("行番号")
    raw = models.TextField("元の行", null=True)
    faults = models.JSONField("誤り")
    corrected = models.TextField("直した行", null=True)
    corrected_by = models.BigIntegerField("直した職員", null=True)
    corrected_at = models.DateTimeField("直した日時", null=True)
    settled_at = models.DateTimeField("処理日時", null=True)
    settled_as = models.TextField("処理の結果", null=True)

    class Meta:
        app_label = "ward"
        db_table = "rejected_row"
        verbose_name = "取り込めない行"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registry_file", "line_number"], name="rejected_row_once"
            ),
            models.CheckConstraint(
                condition=Q(resident__isnull=False) | Q(raw=None, corrected=None),
                name="rejected_row_is_about_somebody_open",
            ),
        ]


class GuardedContact(Contact):
    """The contact of one version of a protected resident; read by the guarded zone alone."""

    version = models.OneToOneField(
        ResidentVersion, models.PROTECT, primary_key=True, verbose_name="住民の異動"
    )

    class Meta:
        app_label = "ward"
        db_table = "guarded_contact"
        verbose_name = "支援措置対象者の連絡先"


class GuardedShowing(models.Model):
    """That an approved request was used: the contact of a protected resident is shown once."""

    proposal_id = models.BigIntegerField("申請", primary_key=True)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    shown_to = models.BigIntegerField("閲覧した職員")
    shown_at = models.DateTimeField("閲覧日時")

    class Meta:
        app_label = "ward"
        db_table = "guarded_showing"
        verbose_name = "支援措置対象者の連絡先の閲覧"


class GuardedProtection(models.Model):
    """Beginning or end of a protection. An entry by hand outranks every file (D1); none ends by itself."""

    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    is_in_force = models.BooleanField("有効")
    kind = models.TextField("支援措置区分", null=True)
    protected_from = models.DateField("支援措置開始日", null=True)
    protected_until = models.DateField("支援措置終了日", null=True)
    scope = models.TextField("抑止内容", null=True)
    registry_file = models.ForeignKey(
        RegistryFile, models.PROTECT, null=True, verbose_name="住民ファイル"
    )
    entered_by = models.BigIntegerField("入力した職員", null=True)
    entered_at = models.DateTimeField("入力日時")

    class Meta:
        app_label = "ward"
        db_table = "guarded_protection"
        verbose_name = "支援措置"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(registry_file__isnull=False) ^ Q(entered_by__isnull=False),
                name="guarded_protection_has_one_source",
            ),
        ]


class GuardedRejectedRow(models.Model):
    """The text of a rejected row that may hold a protected resident's contact."""

    rejected_row = models.OneToOneField(
        RejectedRow, models.PROTECT, primary_key=True, verbose_name="取り込めない行"
    )
    raw = models.TextField("元の行")

    class Meta:
        app_label = "ward"
        db_table = "guarded_rejected_row"
        verbose_name = "支援措置対象者の取り込めない行"
