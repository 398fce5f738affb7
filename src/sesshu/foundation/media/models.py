"""The media ledger (媒体管理簿): what may carry data out, to whom, and every file from request to erasure.

Rows are added and closed, never rewritten; triggers fill who and when, and refuse what must never happen
(migration 0006; requirements R8, R12, D6, D10, P21–P25).
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sesshu.foundation.accounts.models import Account, choices_of, one_of
from sesshu.foundation.media.states import Erasure, FileFormat, MediumKind, RecipientKind, Step
from sesshu.foundation.second_person.models import Proposal

SAYS_SOMETHING = r"\S"


class Registered(models.Model):
    """What is entered in a register and later closed in it, once."""

    registered_by = models.BigIntegerField("登録した職員の番号")
    registered_by_name = models.TextField("登録した職員")
    registered_at = models.DateTimeField("登録日時")
    withdrawn_by = models.BigIntegerField("登録を終えた職員の番号", null=True)
    withdrawn_by_name = models.TextField("登録を終えた職員", null=True)
    withdrawn_at = models.DateTimeField("登録を終えた日時", null=True)
    withdrawal_reason = models.TextField("登録を終えた理由", null=True)

    class Meta:
        abstract = True


def _withdrawn_with_a_reason(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(withdrawn_at=None) | Q(withdrawal_reason__regex=SAYS_SOMETHING),
        name=f"{table}_withdrawn_with_a_reason",
    )


class Medium(Registered):
    """A registered medium meant for carrying data, by the number on its label."""

    number = models.TextField("管理番号", unique=True)
    kind = models.TextField("種類", choices=choices_of(MediumKind))
    purpose = models.TextField("用途")
    disposal_method = models.TextField("廃棄の方法", null=True, choices=choices_of(Erasure))
    disposal_proof = models.TextField("廃棄の証明", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "medium"
        verbose_name = "媒体"
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("kind", MediumKind), name="medium_kind"),
            models.CheckConstraint(
                condition=Q(number__regex=SAYS_SOMETHING), name="medium_has_a_number"
            ),
            _withdrawn_with_a_reason("medium"),
            # D10: no entry is closed without method and proof; a line holds nothing
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(kind=MediumKind.LINE.value)
                | Q(disposal_method__isnull=False, disposal_proof__regex=SAYS_SOMETHING),
                name="medium_withdrawn_with_method_and_proof",
            ),
        ]


class MediumCarrier(Registered):
    """A named person of staff who may carry a medium out of the house (R8)."""

    medium = models.ForeignKey(Medium, models.PROTECT, verbose_name="媒体")
    account = models.ForeignKey(Account, models.PROTECT, verbose_name="職員")

    class Meta:
        app_label = "foundation"
        db_table = "medium_carrier"
        verbose_name = "媒体の運搬者"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["medium", "account"],
                condition=Q(withdrawn_at=None),
                name="medium_carrier_once",
            ),
            _withdrawn_with_a_reason("medium_carrier"),
        ]


class Recipient(Registered):
    """A contractor or department with what was declared of it: work, medium, numbers, period (P21–P25)."""

    name = models.TextField("名称")
    kind = models.TextField("区分", choices=choices_of(RecipientKind))
    work = models.TextField("委託・利用する事務")
    list_kinds = ArrayField(models.TextField(), verbose_name="渡してよい一覧")
    medium_kind = models.TextField("受け渡す媒体", choices=choices_of(MediumKind))
    handlers_most = models.IntegerField("取扱者の数の上限")
    residents_most = models.IntegerField("対象者の数の上限")
    contract_from = models.DateField("期間の初日")
    contract_until = models.DateField("期間の末日")

    class Meta:
        app_label = "foundation"
        db_table = "recipient"
        verbose_name = "提出先"
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("kind", RecipientKind), name="recipient_kind"),
            models.CheckConstraint(
                condition=one_of("medium_kind", MediumKind), name="recipient_medium_kind"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=SAYS_SOMETHING, work__regex=SAYS_SOMETHING),
                name="recipient_has_name_and_work",
            ),
            models.CheckConstraint(
                condition=Q(handlers_most__gte=1, residents_most__gte=1),
                name="recipient_numbers_are_declared",
            ),
            models.CheckConstraint(
                condition=Q(contract_until__gte=F("contract_from")), name="recipient_contract"
            ),
            _withdrawn_with_a_reason("recipient"),
        ]


class RecipientPerson(Registered):
    """A named person of a recipient who handles the data: the roster before work begins (R12)."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, verbose_name="提出先")
    name = models.TextField("氏名")
    role = models.TextField("役割")

    class Meta:
        app_label = "foundation"
        db_table = "recipient_person"
        verbose_name = "取扱者"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(name__regex=SAYS_SOMETHING, role__regex=SAYS_SOMETHING),
                name="recipient_person_has_name_and_role",
            ),
            _withdrawn_with_a_reason("recipient_person"),
        ]


class TakeOut(models.Model):
    """A file that is to leave: the request as its proposal says it, read from there by the database."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    list_kind = models.TextField("一覧の種類")
    conditions = models.JSONField("条件")
    columns = ArrayField(models.TextField(), verbose_name="項目")
    residents = models.IntegerField("対象者の数")
    file_format = models.TextField("形式", choices=choices_of(FileFormat))
    purpose = models.TextField("利用目的")
    legal_basis = models.TextField("根拠")
    recipient = models.ForeignKey(Recipient, models.PROTECT, verbose_name="提出先")
    medium = models.ForeignKey(Medium, models.PROTECT, verbose_name="媒体")
    due_on = models.DateField("消去の期限")
    asked_by = models.BigIntegerField("申請者の番号")
    asked_by_name = models.TextField("申請者")
    asked_at = models.DateTimeField("申請日時")

    class Meta:
        app_label = "foundation"
        db_table = "take_out"
        verbose_name = "持ち出し"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=one_of("file_format", FileFormat), name="take_out_format"
            ),
            models.CheckConstraint(
                condition=Q(residents__gte=0), name="take_out_residents_are_counted"
            ),
            models.CheckConstraint(  # R19: without a basis nothing is entrusted
                condition=Q(purpose__regex=SAYS_SOMETHING, legal_basis__regex=SAYS_SOMETHING),
                name="take_out_has_purpose_and_basis",
            ),
        ]


class TakeOutFile(models.Model):
    """The encrypted file; content and passphrase are gone once used or when their time is over (D6)."""

    take_out = models.OneToOneField(
        TakeOut, models.PROTECT, primary_key=True, verbose_name="持ち出し"
    )
    name = models.TextField("ファイル名")
    content = models.BinaryField("暗号化したファイル", null=True)
    sealed_passphrase = models.BinaryField("封をしたパスワード", null=True)
    sha256 = models.BinaryField("ファイルのハッシュ値")
    size = models.BigIntegerField("大きさ")
    residents = models.IntegerField("対象者の数")
    made_by_name = models.TextField("作成した職員")
    made_at = models.DateTimeField("作成日時")
    expires_at = models.DateTimeField("ダウンロードの期限")
    erased_at = models.DateTimeField("区の保管分の消去日時", null=True)
    is_empty = models.GeneratedField(
        verbose_name="内容なし",
        expression=models.ExpressionWrapper(
            Q(content=None, sealed_passphrase=None), models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        app_label = "foundation"
        db_table = "take_out_file"
        verbose_name = "持ち出しファイル"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content=None, erased_at__isnull=False)
                | Q(content__isnull=False, erased_at=None),
                name="take_out_file_erased_is_told",
            ),
        ]


class TakeOutStep(models.Model):
    """One thing that happened to a file: who, when, and of an erasure how and by what proof."""

    take_out = models.ForeignKey(TakeOut, models.PROTECT, verbose_name="持ち出し")
    step = models.TextField("できごと", choices=choices_of(Step))
    person = models.ForeignKey(
        RecipientPerson, models.PROTECT, null=True, verbose_name="受け取った取扱者"
    )
    method = models.TextField("消去の方法", null=True, choices=choices_of(Erasure))
    proof = models.TextField("消去の証明", null=True)
    taken_by = models.BigIntegerField("行った職員の番号")
    taken_by_name = models.TextField("行った職員")
    taken_at = models.DateTimeField("日時")

    class Meta:
        app_label = "foundation"
        db_table = "take_out_step"
        verbose_name = "持ち出しの経過"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["take_out", "step"], name="take_out_step_once"),
            models.CheckConstraint(condition=one_of("step", Step), name="take_out_step_is_known"),
            models.CheckConstraint(
                condition=Q(step=Step.ERASED.value, proof__regex=SAYS_SOMETHING)
                & one_of("method", Erasure)
                & Q(method__isnull=False)
                | ~Q(step=Step.ERASED.value) & Q(method=None, proof=None),
                name="take_out_erased_with_method_and_proof",
            ),
            models.CheckConstraint(
                condition=Q(step=Step.HANDED_OUT.value, person__isnull=False)
                | ~Q(step=Step.HANDED_OUT.value) & Q(person=None),
                name="take_out_handed_to_somebody",
            ),
        ]
