"""Tables of vouchers and of the runs that issue them. Rows are only ever added (house.md §6).

Who wrote a row and when is filled by a trigger. That a person has at most one voucher for a series, dose and
year stands in `voucher_in_force`, which only triggers write (B1).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.authorship import Recorded
from sesshu.ward.residents.models import Resident, ResidentVersion


class IssueConditions(Recorded):
    """Conditions of an issue run under a name; the newest row of a name is used."""

    name = models.TextField("名前")
    content = models.TextField("条件")

    class Meta:
        app_label = "ward"
        db_table = "issue_conditions"
        verbose_name = "発行の条件"
        indexes: ClassVar = [models.Index(fields=["name", "-id"], name="issue_conditions_by_name")]


class IssueRun(Recorded):
    """One 一斉発行, with the conditions it was made under and the day its residents were judged."""

    name = models.TextField("名前")
    conditions = models.TextField("条件")
    base_on = models.DateField("基準日")
    until_on = models.DateField("この日までに接種できる")
    release = models.TextField("規則の版")

    class Meta:
        app_label = "ward"
        db_table = "issue_run"
        verbose_name = "一斉発行"


class Offer(models.Model):
    """One dose of a series for one person.

    `for_year` where the series is given anew each fiscal year, `pregnancy` where in each pregnancy.
    """

    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False, verbose_name="住民")
    series = models.TextField("接種名称")
    dose = models.IntegerField("回数")
    for_year = models.IntegerField("対象年度", null=True)
    pregnancy = models.ForeignKey(
        "ward.Pregnancy", models.PROTECT, null=True, db_index=False, verbose_name="妊娠の届出"
    )

    class Meta:
        abstract = True


class IssueCandidate(Offer):
    """Whom an extraction found, or found and left out (`excluded`)."""

    issue_run = models.ForeignKey(IssueRun, models.PROTECT, db_index=False, verbose_name="一斉発行")
    earliest_on = models.DateField("最も早い接種日")
    last_on = models.DateField("最後の接種日", null=True)
    is_guarded = models.BooleanField("担当課対応")
    excluded = models.TextField("除外の理由", null=True)
    mail_returned = models.BooleanField("返戻あり")

    class Meta:
        app_label = "ward"
        db_table = "issue_candidate"
        verbose_name = "発行の候補"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issue_run", "resident", "series", "dose", "for_year", "pregnancy"],
                name="issue_candidate_once",
                nulls_distinct=False,
            )
        ]


class IssueStep(Recorded):
    """That an issue run took a step."""

    issue_run = models.ForeignKey(IssueRun, models.PROTECT, verbose_name="一斉発行")
    step = models.TextField("段階")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, verbose_name="申請")

    class Meta:
        app_label = "ward"
        db_table = "issue_step"
        verbose_name = "発行の段階"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue_run", "step"], name="issue_step_once")
        ]


class IssueSheet(models.Model):
    """Where in the print of a run a candidate's sheet lies, and from which registered state it is printed."""

    candidate = models.OneToOneField(
        IssueCandidate, models.PROTECT, primary_key=True, verbose_name="発行の候補"
    )
    issue_run = models.ForeignKey(IssueRun, models.PROTECT, db_index=False, verbose_name="一斉発行")
    is_guarded = models.BooleanField("担当課対応")
    batch = models.IntegerField("束")
    page = models.IntegerField("ページ")
    envelope = models.IntegerField("封筒")
    version = models.ForeignKey(
        ResidentVersion, models.PROTECT, db_index=False, verbose_name="住民の異動"
    )
    missing_glyph = models.TextField("印字できない文字", null=True)

    class Meta:
        app_label = "ward"
        db_table = "issue_sheet"
        verbose_name = "発行の紙面"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issue_run", "batch", "page"], name="issue_sheet_has_its_page"
            )
        ]


class IssuePrinting(Recorded):
    """That somebody opened a batch to print it; `sha256` of the PDF that left."""

    issue_run = models.ForeignKey(IssueRun, models.PROTECT, verbose_name="一斉発行")
    batch = models.IntegerField("束")
    pages = models.IntegerField("ページ数")
    sha256 = models.TextField("ハッシュ値")

    class Meta:
        app_label = "ward"
        db_table = "issue_printing"
        verbose_name = "発行の印刷"


class ConsentText(models.Model):
    """A text that people consented to; its version is the SHA-256 of its bytes (R20)."""

    version = models.TextField("版", unique=True)
    content = models.TextField("文面")
    kept_at = models.DateTimeField("保存日時")

    class Meta:
        app_label = "ward"
        db_table = "consent_text"
        verbose_name = "同意の文面"


class VoucherApplication(Recorded):
    """新接種券発行申請書兼接種記録確認同意書 of somebody who moved in (B13)."""

    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    applied_on = models.DateField("申請日")
    channel = models.TextField("申請の方法")
    identity_document = models.TextField("本人確認書類")
    consents = models.BooleanField("接種記録の確認に同意")
    consent_text = models.ForeignKey(
        ConsentText, models.PROTECT, db_index=False, verbose_name="同意の文面"
    )

    class Meta:
        app_label = "ward"
        db_table = "voucher_application"
        verbose_name = "接種券の申請"


class Voucher(Offer, Recorded):
    """A number that was given out. `counter` is what the number was made from, never given twice."""

    counter = models.BigIntegerField("発行の通し番号", unique=True)
    number = models.TextField("券番号", unique=True)
    candidate = models.OneToOneField(
        IssueCandidate, models.PROTECT, null=True, verbose_name="発行の候補"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="successor", verbose_name="前の券"
    )
    application = models.ForeignKey(
        VoucherApplication, models.PROTECT, null=True, verbose_name="接種券の申請"
    )
    issue_class = models.TextField("発行区分")
    channel = models.TextField("申請の方法", null=True)
    reason = models.TextField("再発行の理由", null=True)
    desk = models.TextField("発行窓口")

    class Meta:
        app_label = "ward"
        db_table = "voucher"
        verbose_name = "接種券"
        indexes: ClassVar = [models.Index(fields=["resident"], name="voucher_of_resident")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{10}$"), name="voucher_number_has_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(issue_class="run", candidate__isnull=False)
                | (~Q(issue_class="run") & Q(candidate=None, channel__isnull=False)),
                name="voucher_comes_from_a_run_or_a_request",
            ),
            models.CheckConstraint(
                condition=Q(issue_class="reissue", replaces__isnull=False, reason__isnull=False)
                | (~Q(issue_class="reissue") & Q(replaces=None, reason=None)),
                name="voucher_is_reissued_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(issue_class="moved_in") | Q(application__isnull=False),
                name="voucher_of_who_moved_in_was_applied_for",
            ),
        ]


class VoucherVoid(Recorded):
    """That a number does not hold any more."""

    voucher = models.OneToOneField(Voucher, models.PROTECT, primary_key=True, verbose_name="接種券")
    cause = models.TextField("無効の理由")

    class Meta:
        app_label = "ward"
        db_table = "voucher_void"
        verbose_name = "無効の券"


class VoucherInForce(Offer):
    """The vouchers that hold, kept by triggers; no application role may write here."""

    voucher = models.OneToOneField(Voucher, models.PROTECT, primary_key=True, verbose_name="接種券")

    class Meta:
        app_label = "ward"
        db_table = "voucher_in_force"
        verbose_name = "有効な券"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resident", "series", "dose", "for_year", "pregnancy"],
                name="voucher_once_a_dose",
                nulls_distinct=False,
            )
        ]


class VoucherReturn(Recorded):
    """A letter that came back (返戻), and what to do about it; in codes, for words could tell an address."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, verbose_name="接種券")
    returned_on = models.DateField("戻った日")
    cause = models.TextField("戻った理由")
    next_step = models.TextField("次にすること")
    settled_at = models.DateTimeField("済んだ日時", null=True)
    settled_by_name = models.TextField("済ませた職員", null=True)

    class Meta:
        app_label = "ward"
        db_table = "voucher_return"
        verbose_name = "返戻"
        indexes: ClassVar = [
            models.Index(
                fields=["recorded_at"],
                name="voucher_return_open",
                condition=Q(settled_at__isnull=True),
            )
        ]


class VoucherExemption(Recorded):
    """Why a resident gets no vouchers, of one series or of all; the newest row holds."""

    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    series = models.TextField("接種名称", null=True)
    cause = models.TextField("発行しない理由", null=True)

    class Meta:
        app_label = "ward"
        db_table = "voucher_exemption"
        verbose_name = "発行しない届出"
