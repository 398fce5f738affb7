"""Tables of refunds. What is written once is never changed; bank accounts are erased in their time (D13)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.records.models import Dose
from sesshu.ward.refunds.codes import EvidenceKind, Outcome
from sesshu.ward.residents.models import Resident

WHOLE_OR_ERASED = Q(
    erased_at=None,
    bank_code__regex=r"^[0-9]{4}$",
    branch_code__regex=r"^[0-9]{3}$",
    kind__isnull=False,
    number__regex=r"^[0-9]{7}$",
    holder_kana__regex=r"\S",
) | Q(
    erased_at__isnull=False,
    bank_code=None,
    branch_code=None,
    kind=None,
    number=None,
    holder_kana=None,
)


class Recorded(models.Model):
    """A row of which PostgreSQL says who wrote it and when."""

    recorded_by = models.BigIntegerField("入力者の番号")
    recorded_by_name = models.TextField("入力者")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        abstract = True


class RefundApplication(Recorded):
    """償還払いの申請, about a dose that stands on record for the resident."""

    form_key = models.UUIDField("フォームの番号", unique=True)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    dose = models.ForeignKey(Dose, models.PROTECT, related_name="+", verbose_name="接種")
    applicant = models.TextField("申請者の区分")
    applicant_name = models.TextField("申請者の氏名")
    received_on = models.DateField("申請日")
    paid_on = models.DateField("支払日")
    claimed_yen = models.IntegerField("請求額")
    fee_exempt = models.BooleanField("自己負担の免除")

    class Meta:
        app_label = "ward"
        db_table = "refund_application"
        verbose_name = "償還払いの申請"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(claimed_yen__gt=0), name="refund_claims_some_money"),
            models.CheckConstraint(
                condition=Q(paid_on__lte=F("received_on")), name="refund_is_asked_after_paying"
            ),
        ]


class Evidence(Recorded):
    """領収書 and the like, as they were scanned."""

    application = models.ForeignKey(RefundApplication, models.PROTECT, verbose_name="申請")
    kind = models.TextField("書類の種類")
    media_type = models.TextField("形式")
    content = models.BinaryField("書類の写し")

    class Meta:
        abstract = True


def _can_be_shown(table: str) -> list[models.BaseConstraint]:
    media_types = ["application/pdf", "image/jpeg", "image/png"]
    return [
        models.CheckConstraint(
            condition=Q(kind__in=[each.value for each in EvidenceKind]), name=f"{table}_is_known"
        ),
        models.CheckConstraint(
            condition=Q(media_type__in=media_types), name=f"{table}_can_be_shown"
        ),
    ]


class RefundEvidence(Evidence):
    """Of residents whose address is not guarded."""

    class Meta:
        app_label = "ward"
        db_table = "refund_evidence"
        verbose_name = "償還払いの書類"
        constraints: ClassVar = _can_be_shown("refund_evidence")


class GuardedRefundEvidence(Evidence):
    """Of guarded residents: a receipt tells the clinic. Moved when protection begins."""

    class Meta:
        app_label = "ward"
        db_table = "guarded_refund_evidence"
        verbose_name = "担当課対応の償還払いの書類"
        constraints: ClassVar = _can_be_shown("guarded_refund_evidence")


class RefundAccount(models.Model):
    """振込先: no ordinary role may read this table; functions show it while it is needed."""

    application = models.OneToOneField(
        RefundApplication, models.PROTECT, primary_key=True, verbose_name="申請"
    )
    bank_code = models.TextField("金融機関コード", null=True)
    branch_code = models.TextField("支店コード", null=True)
    kind = models.TextField("預金種目", null=True)
    number = models.TextField("口座番号", null=True)
    holder_kana = models.TextField("口座名義カナ", null=True)
    erased_at = models.DateTimeField("消去日時", null=True)

    class Meta:
        app_label = "ward"
        db_table = "refund_account"
        verbose_name = "償還払いの振込先"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=WHOLE_OR_ERASED, name="refund_account_is_whole_or_erased"
            )
        ]


class RefundAccountDraft(models.Model):
    """An account that waits for its second person; erased once it was put in place or sent back."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    application = models.ForeignKey(
        RefundApplication, models.PROTECT, verbose_name="償還払いの申請"
    )
    salt = models.TextField("ハッシュの乱数")
    bank_code = models.TextField("金融機関コード", null=True)
    branch_code = models.TextField("支店コード", null=True)
    kind = models.TextField("預金種目", null=True)
    number = models.TextField("口座番号", null=True)
    holder_kana = models.TextField("口座名義カナ", null=True)
    erased_at = models.DateTimeField("消去日時", null=True)

    class Meta:
        app_label = "ward"
        db_table = "refund_account_draft"
        verbose_name = "償還払いの振込先の訂正"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=WHOLE_OR_ERASED, name="refund_draft_is_whole_or_erased"
            )
        ]


class RefundDecision(models.Model):
    """支給・不支給の決定: applications name the approved proposal, a trigger reads the rest (ADR 45).

    ``dose`` is the first row of the dose, so that a correction of it makes no second dose to be paid.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="決裁")
    application = models.OneToOneField(RefundApplication, models.PROTECT, verbose_name="申請")
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    dose = models.ForeignKey(Dose, models.PROTECT, related_name="+", verbose_name="接種")
    outcome = models.TextField("決定の区分")
    reason = models.TextField("理由", null=True)
    note = models.TextField("備考", null=True)
    claimed_yen = models.IntegerField("請求額")
    most_yen = models.IntegerField("上限額")
    amount_yen = models.IntegerField("支給額")
    fiscal_year = models.IntegerField("年度")
    number = models.IntegerField("決定番号")
    decided_on = models.DateField("決定日")
    asked_by_name = models.TextField("起案者")
    decided_by_name = models.TextField("決裁者")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "ward"
        db_table = "refund_decision"
        verbose_name = "償還払いの決定"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"], name="refund_decision_number_once"
            ),
            models.UniqueConstraint(
                fields=["dose"], condition=Q(amount_yen__gt=0), name="refund_once_a_dose"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.GRANTED.value, amount_yen=F("claimed_yen"), reason=None)
                | Q(
                    outcome=Outcome.PARTLY.value,
                    amount_yen__gt=0,
                    amount_yen__lt=F("claimed_yen"),
                    reason__isnull=False,
                )
                | Q(outcome=Outcome.REFUSED.value, amount_yen=0, reason__isnull=False),
                name="refund_amount_is_what_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(amount_yen__lte=F("most_yen")), name="refund_keeps_the_ceiling"
            ),
        ]


class RefundPaymentList(Recorded):
    """支払一覧: every decided refund that is in none yet; a trigger puts them in.

    ``of_guarded``: the list of the guarded desk, with its own people alone.
    """

    listed_on = models.DateField("作成日")
    of_guarded = models.BooleanField("担当課の支払一覧", db_default=False)

    class Meta:
        app_label = "ward"
        db_table = "refund_payment_list"
        verbose_name = "償還払いの支払一覧"


class RefundPayment(models.Model):
    """One line of a payment list; marked once, when the money has gone."""

    payment_list = models.ForeignKey(RefundPaymentList, models.PROTECT, verbose_name="支払一覧")
    decision = models.OneToOneField(RefundDecision, models.PROTECT, verbose_name="決定")
    paid_on = models.DateField("支払日", null=True)
    marked_by_name = models.TextField("支払を記録した職員", null=True)

    class Meta:
        app_label = "ward"
        db_table = "refund_payment"
        verbose_name = "償還払いの支払"
