"""Why the media ledger refused, each with what to do next. PostgreSQL judges; here it finds words."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

from django.db import IntegrityError

from sesshu.foundation.constraints import constraint_of
from sesshu.foundation.ledger.event import Refused

# the constraint that PostgreSQL names → what the clerk reads
MESSAGES = MappingProxyType(
    {
        "take_out_to_a_recipient": "この提出先の登録は終わっています。一覧で確かめてください。",
        "take_out_within_the_contract": "この提出先の委託・利用の期間ではありません。"
        "期間を確かめてください。",
        "take_out_due_in_time": "消去の期限は、今日から提出先の期間の末日までの日を入力してください。",
        "take_out_within_the_work": "この一覧は、この提出先の事務に含まれていません。"
        "提出先を選び直してください。",
        "take_out_on_the_declared_medium": "この媒体は使えません。"
        "提出先に定めた種類の、登録中の媒体を選んでください。",
        "take_out_within_the_number": "対象者の数が、この提出先に定めた上限を超えています。"
        "条件を絞ってください。",
        "take_out_made_when_approved": "この申請は承認されていません。承認を待ってください。",
        "take_out_made_by_who_asked": "ファイルを作れるのは、申請した職員だけです。",
        "take_out_made_as_approved": "承認のあとに対象者の数が変わりました。もう一度申請してください。",
        "take_out_is_encrypted": "ファイルが暗号化されていないため、作成を止めました。"
        "情報システム担当へ連絡してください。",
        "take_out_file_pkey": "ファイルは、すでに作られています。画面を開き直してください。",
        "take_out_step_of_a_file": "まだファイルが作られていません。画面を開き直してください。",
        "take_out_step_once": "すでに記録されています。画面を開き直して確かめてください。",
        "take_out_step_in_time": "ファイルを作ってから1日が過ぎました。"
        "必要なときは、もう一度申請してください。",
        "take_out_downloaded_by_who_asked": "ダウンロードできるのは、申請した職員だけです。",
        "take_out_passphrase_for_another": "パスワードは、申請した職員には表示できません。"
        "承認した職員に頼んでください。",
        "take_out_steps_in_order": "順番が違うため記録できません。"
        "画面を開き直して、今の状態を確かめてください。",
        "take_out_carried_by_a_carrier": "受渡しを記録できるのは、"
        "この媒体の運搬者として登録された職員だけです。",
        "take_out_handed_to_the_roster": "受け取る人を、提出先の取扱者名簿から選んでください。",
        "take_out_confirmed_by_another": "消去の確認は、消去を記録した職員とは別の職員が行ってください。",
        "take_out_erased_with_method_and_proof": "消去の方法と証明を入力してください。",
        "medium_number_key": "この管理番号の媒体は、すでに登録されています。",
        "medium_carrier_once": "この職員は、すでにこの媒体の運搬者です。",
        "medium_is_clear": "消去が済んでいないデータがあるため、この媒体の登録は終えられません。"
        "先に消去を記録してください。",
        "medium_withdrawn_with_method_and_proof": "廃棄の方法と証明を入力してください。",
        "recipient_handlers_declared": "取扱者の数が、この提出先に定めた上限に達しています。",
        "register_is_fixed": "この登録は、すでに終わっています。画面を開き直してください。",
    }
)


class NotTakenOut(Refused):
    """The media ledger refused; ``reason`` is the constraint, the message is for the clerk."""

    reason = "not_taken_out"

    def __init__(self, constraint: str) -> None:
        super().__init__(MESSAGES[constraint])
        self.reason = constraint


@contextmanager
def refusals_named() -> Iterator[None]:
    """Turn a refusal of PostgreSQL that `MESSAGES` knows into NotTakenOut."""
    try:
        yield
    except IntegrityError as error:
        constraint = constraint_of(error)
        if constraint in MESSAGES:
            raise NotTakenOut(constraint) from error
        raise
