"""The words auditors read for the codes of the ledger. A test holds this list against the source."""

from sesshu.foundation.duties import Permission

ACTIONS = {
    "account.enroll": "利用者の登録の完了",
    "account.factor_add": "認証手段の追加",
    "account.factor_remove": "認証手段の削除",
    "account.first_issue": "最初の利用者の登録",
    "account.password_change": "パスワードの変更",
    "account.password_confirm": "パスワードの再確認",
    "account.password_set": "パスワードの設定",
    "account.rescue": "利用者の救済",
    "account.sessions_end": "ほかの端末のログアウト",
    "account.sign_in": "ログイン",
    "account.sign_out": "ログアウト",
    "account.slip_print": "登録票の印刷",
    "account.unlock": "ログイン停止の解除",
    "dose.cancel_form": "接種の取消しの画面",
    "dose.cancellation_asked": "接種の取消しの申請",
    "dose.check": "確認待ちの接種の閲覧",
    "dose.check_queue": "確認待ちの一覧の閲覧",
    "dose.checked": "接種の確認",
    "dose.choose_series": "予診票の入力（ワクチンの選択）",
    "dose.confirm": "予診票の入力（確認画面）",
    "dose.correction_asked": "接種の訂正の申請",
    "dose.entered": "予診票の登録",
    "dose.form": "予診票の入力画面",
    "dose.held": "接種の確認の保留",
    "dose.judge": "接種の判定",
    "dose.sent": "送った予診票の閲覧",
    "dose.sent_back": "接種の差戻し",
    "dose.sent_back_list": "差し戻された予診票の一覧",
    "dose.taken_back": "接種の申請の取下げ",
    "guarded.own_requests": "自分の閲覧申請の一覧",
    "guarded.request": "支援措置対象者の閲覧申請の確認",
    "guarded.requests": "支援措置対象者の閲覧申請の一覧",
    "ledger.checked": "操作の記録の検証",
    "ledger.entry_seen": "操作の記録の閲覧（1件）",
    "ledger.epoch_opened": "復元後の記録の開始",
    "ledger.exported": "操作の記録の書き出し",
    "ledger.seen": "操作の記録の閲覧（一覧）",
    "page.open": "画面を開く",
    "paper.opened": "文書の開封",
    "paper.reopened": "文書の再処理",
    "proposal.approved": "申請の承認",
    "proposal.declined": "申請の差戻し",
    "proposal.made": "申請",
    "proposal.withdrawn": "申請の取下げ",
    "resident.history": "異動の履歴の閲覧",
    "resident.household": "世帯の閲覧",
    "resident.search": "住民の検索",
    "resident.view": "住民の記録の閲覧",
    "rights.review": "権限の一覧表の見直し",
    "run.cancel": "一括処理の中止",
    "run.resume": "一括処理の再開",
    "run.start": "一括処理の開始",
}

REASONS = {
    "already_decided": "すでに処理されていた",
    "dose_replaced": "接種が先に訂正・取消しされていた",
    "expired": "期限を過ぎていた",
    "impossible_day": "接種日がありえない日だった",
    "insufficient_privilege": "データベースの権限がない",
    "no_purpose": "利用目的がない",
    "no_reason": "理由がない",
    "no_reason_to_change": "訂正・取消しの理由がない",
    "no_stated_reason": "そのまま記録する理由がない",
    "no_such_dose": "接種の記録が見つからない",
    "no_such_proposal": "申請が見つからない",
    "no_such_resident": "住民が見つからない",
    "not_decided": "申請を処理できない",
    "not_issued": "利用者の登録ができない",
    "not_recorded": "接種を登録できない",
    "nothing_changed": "変更がない",
    "own_account": "自分の利用者情報だった",
    "own_proposal": "自分の申請だった",
    "refused": "規則により拒否",
    "same_day_twice": "同じ日の同じ接種がある",
    "shown_differs": "表示と登録の内容が違う",
    "somebody_elses_form": "ほかの職員が開いたフォームだった",
    "somebody_elses_proposal": "ほかの職員の申請だった",
    "stopped_by_law": "判定で確認が必要になった",
    "stops_now": "後の記録により確認が必要になった",
    "verdict_changed": "表示の後に記録が変わった",
    **{str(permission): f"権限がない（{permission.label}）" for permission in Permission},
}


def action_label(code: str) -> str:
    """The word for an action; the code itself when nobody named it."""
    return ACTIONS.get(code, code)


def reason_label(code: str | None) -> str:
    """Why something was refused, in words; the code itself when nobody named it."""
    return REASONS.get(code, code) if code else ""
