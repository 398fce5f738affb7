"""What a person of the ward may do: rights, duties that carry them, what nobody may combine."""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class Labelled(StrEnum):
    """A code for the database with the words staff read."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Permission(Labelled):
    """One right. Views ask for exactly one of these (R2: least privilege)."""

    RESIDENT_SEARCH = "resident.search", "住民を検索する"
    RESIDENT_VIEW = "resident.view", "住民の記録を見る"
    DOSE_ENTER = "dose.enter", "接種を入力する"
    DOSE_CHECK = "dose.check", "接種の入力を確認する"
    DOSE_CORRECT = "dose.correct", "接種の訂正・取消しを申請する"
    CIRCUMSTANCE_ASK = "circumstance.ask", "接種に関わる事情を見る・入力する"
    CIRCUMSTANCE_CHECK = "circumstance.check", "接種に関わる事情の入力を確認する"
    HISTORY_ANSWER = "history.answer", "接種歴の問合せに答える"
    REACTION_RECORD = "reaction.record", "副反応疑いの報告を見る・入力する"
    REACTION_CHECK = "reaction.check", "副反応疑いの報告の入力を確認する"
    LETTER_VIEW = "letter.view", "依頼書・実施報告書を見る"
    LETTER_APPLY = "letter.apply", "依頼書・実施報告書を入力する"
    LETTER_APPROVE = "letter.approve", "依頼書・実施報告書を確認して発行する"
    REFUND_VIEW = "refund.view", "償還払いの申請と決定を見る"
    REFUND_APPLY = "refund.apply", "償還払いの申請を受け付け、決裁に回す"
    REFUND_APPROVE = "refund.approve", "償還払いを決裁する"
    REFUND_PAY = "refund.pay", "償還払いの支払一覧を作り、支払を記録する"
    INTAKE_VIEW = "intake.view", "医療機関ファイルを見る"
    INTAKE_CORRECT = "intake.correct", "医療機関ファイルの行を直し、承認に出す"
    INTAKE_CHECK = "intake.check", "医療機関ファイルを予診票と照合し、承認する"
    MASTER_VIEW = "master.view", "契約医療機関とLotを見る"
    MASTER_PROPOSE = "master.propose", "契約医療機関・Lot・取込みのチェックの変更を申請する"
    MASTER_APPROVE = "master.approve", "契約医療機関・Lot・取込みのチェックの変更を承認する"
    RECALL_VIEW = "recall.view", "勧奨の状況を見る"
    RECALL_RUN = "recall.run", "勧奨を始め、発送を記録する"
    RECALL_FIX = "recall.fix", "勧奨の一覧を確認して確定する"
    REGISTER_VIEW = "register.view", "予防接種台帳を見る・印刷する"
    PREGNANCY = "pregnancy.record", "妊娠の届出を見る・記録する"
    VOUCHER_ISSUE = "voucher.issue", "券を発行・再発行する"
    CERTIFICATE_ISSUE = "certificate.issue", "予防接種済証を発行する"
    ISSUE_VIEW = "issue.view", "一斉発行の一覧を見る"
    ISSUE_RUN = "issue.run", "一斉発行を準備し、印刷する"
    ISSUE_FIX = "issue.fix", "一斉発行を確定する"
    GUARDED_PRINT = "guarded.print", "支援措置対象者の券を印刷する"
    MERGE_VIEW = "merge.view", "宛名の名寄せの一覧を見る"
    MERGE_ASK = "merge.ask", "宛名の名寄せ・取消しを申請する"
    MERGE_CHECK = "merge.check", "宛名の名寄せ・取消しを確認する"
    GUARDED_REQUEST = "guarded.request", "支援措置対象者の情報の閲覧を申請する"
    GUARDED_APPROVE = "guarded.approve", "支援措置対象者の情報の閲覧を承認する"
    GUARDED_ENTER = "guarded.enter", "支援措置対象者の医療機関ファイルの行を入力に回す"
    GUARDED_LETTER = "guarded.letter", "支援措置対象者の依頼書を受け付け、確認して発行する"
    GUARDED_REFUND = "guarded.refund", "支援措置対象者の償還払いを受け付け、決裁し、支払う"
    PROTECTION_KEEP = "protection.keep", "支援措置を登録し、期間を延ばし、終了を申請する"
    PROTECTION_END = "protection.end", "支援措置の終了を承認する"
    FEE_CLASS = "fee.class", "住民の費用区分を見る"
    FEE_VIEW = "fee.view", "委託料の集計を見る"
    FEE_SETTLE = "fee.settle", "課税区分・請求・支払対象外を入力し、委託料を確定に出す"
    FEE_APPROVE = "fee.approve", "委託料と単価を確認して確定する"
    WELFARE_CORRECT = "welfare.correct", "生活保護のファイルの行を直す"
    REPORT_VIEW = "report.view", "報告を見る"
    REPORT_MAKE = "report.make", "報告を作り、決裁に出す"
    REPORT_SIGN = "report.sign", "報告を決裁する"
    RUN_VIEW = "run.view", "一括処理の状況を見る"
    RUN_START = "run.start", "一括処理を始める"
    LEDGER_VIEW = "ledger.view", "操作の記録を見る"
    ACCOUNT_VIEW = "account.view", "利用者と権限の一覧を見る"
    ACCOUNT_PROPOSE = "account.propose", "利用者の登録・停止・担当の変更を申請する"
    ACCOUNT_APPROVE = "account.approve", "利用者の登録・停止・担当の変更を承認する"
    FILE_TAKE_OUT_REQUEST = "file.take_out.request", "データの持ち出しを申請する"
    FILE_TAKE_OUT_APPROVE = "file.take_out.approve", "データの持ち出しを承認する"
    MEDIA_VIEW = "media.view", "媒体管理簿を見る"
    MEDIA_RECORD = "media.record", "媒体の受渡し・返却・消去を記録する"
    MEDIA_REGISTER = "media.register", "媒体・提出先を登録する"


class Realm(Labelled):
    """The side of the house a duty belongs to. One account stays on one side."""

    AFFAIR = "affair", "業務"
    ADMINISTRATION = "administration", "管理"
    AUDIT = "audit", "監査"


class Duty(Labelled):
    """What a person is put in charge of. Accounts are given duties, never single rights."""

    ENTRY = "entry", "入力担当"
    CHECK = "check", "確認担当"
    GUARDED = "guarded", "支援措置担当"
    RUNS = "runs", "一括処理担当"
    FEES = "fees", "費用担当"
    MATERNAL = "maternal", "母子保健担当"
    REPORTS = "reports", "報告担当"
    SECTION_HEAD = "section_head", "課長"
    ACCOUNTS = "accounts", "利用者管理担当"
    SECURITY = "security", "情報セキュリティ管理者"
    AUDIT = "audit", "監査担当"


# Whoever may ask for a file follows it to its erasure.
TAKES_OUT = (Permission.FILE_TAKE_OUT_REQUEST, Permission.MEDIA_VIEW, Permission.MEDIA_RECORD)

PERMISSIONS = MappingProxyType(
    {
        Duty.ENTRY: frozenset(
            {
                Permission.RESIDENT_SEARCH,
                Permission.RESIDENT_VIEW,
                Permission.DOSE_ENTER,
                Permission.DOSE_CORRECT,
                Permission.CIRCUMSTANCE_ASK,
                Permission.HISTORY_ANSWER,
                Permission.REACTION_RECORD,
                Permission.LETTER_VIEW,
                Permission.LETTER_APPLY,
                Permission.REFUND_VIEW,
                Permission.REFUND_APPLY,
                Permission.INTAKE_VIEW,
                Permission.INTAKE_CORRECT,
                Permission.MASTER_VIEW,
                Permission.MASTER_PROPOSE,
                Permission.VOUCHER_ISSUE,
                Permission.CERTIFICATE_ISSUE,
                Permission.FEE_CLASS,
                Permission.MERGE_VIEW,
                Permission.MERGE_ASK,
                Permission.GUARDED_REQUEST,
                *TAKES_OUT,
            }
        ),
        Duty.CHECK: frozenset(
            {
                Permission.RESIDENT_SEARCH,
                Permission.RESIDENT_VIEW,
                Permission.DOSE_CHECK,
                Permission.CIRCUMSTANCE_CHECK,
                Permission.REACTION_CHECK,
                Permission.LETTER_VIEW,
                Permission.LETTER_APPROVE,
                Permission.REFUND_VIEW,
                Permission.REFUND_APPROVE,
                Permission.INTAKE_VIEW,
                Permission.INTAKE_CHECK,
                Permission.MASTER_VIEW,
                Permission.MASTER_APPROVE,
                Permission.RECALL_VIEW,
                Permission.RECALL_FIX,
                Permission.ISSUE_VIEW,
                Permission.ISSUE_FIX,
                Permission.FEE_VIEW,
                Permission.FEE_APPROVE,
                Permission.MERGE_VIEW,
                Permission.MERGE_CHECK,
                Permission.GUARDED_REQUEST,
            }
        ),
        Duty.GUARDED: frozenset(
            {
                Permission.RESIDENT_SEARCH,
                Permission.RESIDENT_VIEW,
                Permission.GUARDED_APPROVE,
                Permission.GUARDED_PRINT,
                Permission.GUARDED_ENTER,
                Permission.GUARDED_LETTER,
                Permission.GUARDED_REFUND,
                Permission.PROTECTION_KEEP,
                Permission.PROTECTION_END,
                Permission.MERGE_VIEW,
                Permission.MERGE_ASK,
            }
        ),
        Duty.RUNS: frozenset(
            {
                Permission.RUN_VIEW,
                Permission.RUN_START,
                Permission.REFUND_PAY,
                Permission.INTAKE_VIEW,
                Permission.RECALL_VIEW,
                Permission.RECALL_RUN,
                Permission.REGISTER_VIEW,
                Permission.ISSUE_VIEW,
                Permission.ISSUE_RUN,
                *TAKES_OUT,
            }
        ),
        Duty.FEES: frozenset(
            {
                Permission.RESIDENT_SEARCH,
                Permission.RESIDENT_VIEW,
                Permission.MASTER_VIEW,
                Permission.FEE_CLASS,
                Permission.FEE_VIEW,
                Permission.FEE_SETTLE,
                Permission.WELFARE_CORRECT,
                Permission.RUN_VIEW,
                Permission.RUN_START,
                *TAKES_OUT,
            }
        ),
        Duty.MATERNAL: frozenset(
            {
                Permission.RESIDENT_SEARCH,
                Permission.RESIDENT_VIEW,
                Permission.PREGNANCY,
                Permission.VOUCHER_ISSUE,
            }
        ),
        Duty.REPORTS: frozenset(
            {Permission.REPORT_VIEW, Permission.REPORT_MAKE, Permission.RUN_VIEW}
        ),
        Duty.SECTION_HEAD: frozenset({Permission.REPORT_VIEW, Permission.REPORT_SIGN}),
        Duty.ACCOUNTS: frozenset(
            {Permission.ACCOUNT_VIEW, Permission.ACCOUNT_PROPOSE, Permission.ACCOUNT_APPROVE}
        ),
        Duty.SECURITY: frozenset(
            {
                Permission.ACCOUNT_VIEW,
                Permission.FILE_TAKE_OUT_APPROVE,
                Permission.MEDIA_VIEW,
                Permission.MEDIA_RECORD,
                Permission.MEDIA_REGISTER,
            }
        ),
        Duty.AUDIT: frozenset(
            {
                Permission.ACCOUNT_VIEW,
                Permission.LEDGER_VIEW,
                Permission.RUN_VIEW,
                Permission.MEDIA_VIEW,
            }
        ),
    }
)

REALMS = MappingProxyType(
    {
        Duty.ENTRY: Realm.AFFAIR,
        Duty.CHECK: Realm.AFFAIR,
        Duty.GUARDED: Realm.AFFAIR,
        Duty.RUNS: Realm.AFFAIR,
        Duty.FEES: Realm.AFFAIR,
        Duty.MATERNAL: Realm.AFFAIR,
        Duty.REPORTS: Realm.AFFAIR,
        Duty.SECTION_HEAD: Realm.AFFAIR,
        Duty.ACCOUNTS: Realm.ADMINISTRATION,
        Duty.SECURITY: Realm.ADMINISTRATION,
        Duty.AUDIT: Realm.AUDIT,
    }
)


def permissions_of(duties: Iterable[Duty]) -> frozenset[Permission]:
    """All rights that these duties give together."""
    return frozenset().union(*(PERMISSIONS[duty] for duty in duties))


def realms_of(duties: Iterable[Duty]) -> frozenset[Realm]:
    """The realms these duties touch; more than one is a combination nobody may hold (R2)."""
    return frozenset(REALMS[duty] for duty in duties)


def holders_of(permission: Permission) -> tuple[Duty, ...]:
    """The duties that carry a right, in the order the matrix prints them."""
    return tuple(duty for duty in Duty if permission in PERMISSIONS[duty])
