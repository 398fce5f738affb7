"""Tables of files taken in. A row is a line of a file, what is wrong with it, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, Value

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.residents.models import Resident


class IntakeCheck(models.Model):
    """How much a finding of one kind weighs in files of one channel, from one day until another.

    Rows without a proposal are those a ward begins with; a trigger fills those that two people agreed on.
    """

    check_id = models.TextField("チェック")
    situation = models.TextField("内容")
    channel = models.TextField("ファイルの種類")
    level = models.TextField("重さ")
    may_override = models.BooleanField("理由を付けて通せる")
    valid_from = models.DateField("適用の初日")
    valid_until = models.DateField("適用の末日", null=True)
    source = models.TextField("根拠")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, verbose_name="申請")
    place = models.IntegerField("申請の中の順番", null=True)
    entered_by_name = models.TextField("申請者", null=True)
    checked_by_name = models.TextField("確認者", null=True)
    recorded_at = models.DateTimeField("記録日時", null=True)

    class Meta:
        app_label = "ward"
        db_table = "intake_check"
        verbose_name = "取込みのチェック"


class IntakeSampleSize(models.Model):
    """How many rows of a file are drawn and compared with the paper."""

    channel = models.TextField("ファイルの種類")
    per_mille = models.IntegerField("千件あたりの件数")
    at_least = models.IntegerField("最も少ない件数")
    valid_from = models.DateField("適用の初日")
    valid_until = models.DateField("適用の末日", null=True)
    source = models.TextField("根拠")

    class Meta:
        app_label = "ward"
        db_table = "intake_sample_size"
        verbose_name = "抜取り確認の件数"


class IntakeFile(models.Model):
    """A file that was taken in, with what its control line says it holds."""

    file_id = models.TextField("ファイルID", unique=True)
    sha256 = models.TextField("ハッシュ値", unique=True)
    channel = models.TextField("ファイルの種類")
    provider_code = models.TextField("医療機関コード", null=True)
    month = models.DateField("接種の月")
    created_at = models.DateTimeField("作成日時")
    stated_rows = models.IntegerField("行数（制御行）")
    stated_given = models.IntegerField("接種（制御行）")
    stated_screened = models.IntegerField("予診のみ（制御行）")
    run_id = models.BigIntegerField("一括処理", null=True)
    registered_at = models.DateTimeField("受付日時")

    class Meta:
        app_label = "ward"
        db_table = "intake_file"
        verbose_name = "医療機関ファイル"


class IntakeSubmission(models.Model):
    """The rows of a file that one person hands to another to approve; the proposal names their hash."""

    file = models.ForeignKey(IntakeFile, models.PROTECT, verbose_name="医療機関ファイル")
    run_id = models.BigIntegerField("一括処理", unique=True)
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, verbose_name="申請")

    class Meta:
        app_label = "ward"
        db_table = "intake_submission"
        verbose_name = "医療機関ファイルの承認申請"


class IntakeRow(models.Model):
    """A line of a file. `text` is there only while the line is about nobody who is guarded."""

    file = models.ForeignKey(IntakeFile, models.PROTECT, verbose_name="医療機関ファイル")
    line_number = models.IntegerField("行番号")
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, verbose_name="住民")
    text = models.TextField("元の行", null=True)
    outcome = models.TextField("実施結果", null=True)
    state = models.TextField("状態")
    findings = models.JSONField("確認の結果")
    corrected = models.TextField("直した行", null=True)
    chosen = models.ForeignKey(
        Resident, models.PROTECT, null=True, related_name="+", verbose_name="職員が選んだ住民"
    )
    corrected_by = models.BigIntegerField("直した職員", null=True)
    corrected_at = models.DateTimeField("直した日時", null=True)
    stated_reason = models.TextField("通す理由", null=True)
    stated_by = models.BigIntegerField("理由を付けた職員", null=True)
    dropped_reason = models.TextField("取り下げる理由", null=True)
    dropped_by = models.BigIntegerField("取り下げた職員", null=True)
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, related_name="+", verbose_name="接種の申請"
    )
    submission = models.ForeignKey(
        IntakeSubmission, models.PROTECT, null=True, verbose_name="承認申請"
    )

    class Meta:
        app_label = "ward"
        db_table = "intake_row"
        verbose_name = "医療機関ファイルの行"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "line_number"], name="intake_row_once"),
            models.CheckConstraint(
                condition=~Q(state="guarded")
                | Q(
                    text=None,
                    corrected=None,
                    resident=None,
                    chosen=None,
                    proposal=None,
                    submission=None,
                ),
                name="intake_row_of_the_guarded_tells_nothing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resident"], name="intake_row_of_resident"),
            models.Index(fields=["file", "state"], name="intake_row_by_state"),
        ]


class GuardedIntakeRow(models.Model):
    """The line of somebody guarded, and of whoever may be: read by the guarded zone alone (D3)."""

    row = models.OneToOneField(
        IntakeRow, models.PROTECT, primary_key=True, verbose_name="医療機関ファイルの行"
    )
    text = models.TextField("元の行")
    image = models.BinaryField("画像", null=True)
    findings = models.JSONField("確認の結果", db_default=Value([], models.JSONField()))

    class Meta:
        app_label = "ward"
        db_table = "guarded_intake_row"
        verbose_name = "担当課対応の医療機関ファイルの行"


class GuardedIntakeSettlement(models.Model):
    """What became of a line behind the wall: entered as a dose, or left out with a reason.

    It leads from a file of a clinic to somebody guarded: the guarded zone alone reads it (D3).
    """

    row = models.ForeignKey(IntakeRow, models.PROTECT, verbose_name="医療機関ファイルの行")
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, related_name="+", verbose_name="接種の申請"
    )
    reason = models.TextField("記録しない理由", null=True)
    settled_by = models.BigIntegerField("処理した職員")
    settled_at = models.DateTimeField("処理した日時")

    class Meta:
        app_label = "ward"
        db_table = "guarded_intake_settlement"
        verbose_name = "担当課対応の行の処理"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(proposal=None) ^ Q(reason=None),
                name="guarded_intake_settlement_is_one_of_two",
            )
        ]


class IntakeImage(models.Model):
    """The picture of the paper of a row."""

    row = models.OneToOneField(
        IntakeRow, models.PROTECT, primary_key=True, verbose_name="医療機関ファイルの行"
    )
    media_type = models.TextField("画像の形式")
    sha256 = models.TextField("ハッシュ値")
    content = models.BinaryField("画像")

    class Meta:
        app_label = "ward"
        db_table = "intake_image"
        verbose_name = "予診票の画像"


class IntakeSample(models.Model):
    """A row that a second person compares with the paper before a file is approved."""

    submission = models.ForeignKey(IntakeSubmission, models.PROTECT, verbose_name="承認申請")
    row = models.ForeignKey(IntakeRow, models.PROTECT, verbose_name="医療機関ファイルの行")
    matches = models.BooleanField("予診票と一致", null=True)
    compared_by = models.BigIntegerField("照合した職員", null=True)
    compared_at = models.DateTimeField("照合した日時", null=True)

    class Meta:
        app_label = "ward"
        db_table = "intake_sample"
        verbose_name = "抜取り確認の行"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "row"], name="intake_sample_once"),
        ]
