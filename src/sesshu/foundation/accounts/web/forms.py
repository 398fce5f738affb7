"""What people type into the pages of accounts."""

from typing import Any

from django import forms

from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.models import choices_of
from sesshu.foundation.accounts.password_rules import LENGTH_MIN
from sesshu.foundation.duties import REALMS, Duty, Realm


def _password(label: str, token: str, help_text: str = "") -> forms.CharField:
    """A password field: as typed, blanks included; managers may fill it, `reveal.js` may show it."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": token, "size": 30, "data-reveal": True}),
    )


def _plain(label: str, size: int, help_text: str = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        widget=forms.TextInput(attrs={"size": size, **attrs}),
    )


NEW_PASSWORD_HELP = (
    f"{LENGTH_MIN}文字以上。職員番号・利用者ID・氏名や、単語や文字の並びだけのものは使えません。"
    "短い文にすると覚えやすくなります。例）朝の6時に犬と川まで歩く"
)


class SignInForm(forms.Form):
    """First step."""

    login_id = _plain("利用者ID", 20, autocomplete="username", autocapitalize="none")
    password = _password("パスワード", "current-password")


class CodeForm(forms.Form):
    """Second step by an app."""

    code = _plain(
        "認証コード",
        8,
        "認証アプリの6桁の数字を入力してください。",
        autocomplete="one-time-code",
        inputmode="numeric",
    )


class SlipForm(forms.Form):
    """The way in with an enrolment slip."""

    login_id = _plain("利用者ID", 20, "登録票に印刷してあります。", autocomplete="username")
    slip = _plain(
        "登録コード",
        28,
        "登録票の20文字のコードを入力してください。大文字・小文字や「-」の有無はどちらでもかまいません。",
        autocomplete="off",
        autocapitalize="characters",
    )


class NewPasswordForm(forms.Form):
    """A password set for the first time; typed twice because nobody can look it up."""

    password = _password("新しいパスワード", "new-password", NEW_PASSWORD_HELP)
    again = _password("新しいパスワード（確認のためもう一度）", "new-password")

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if {"password", "again"} <= cleaned.keys() and cleaned["password"] != cleaned["again"]:
            self.add_error(
                "again", "2回の入力が違います。同じパスワードをもう一度入力してください。"
            )
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the present one."""

    current = _password("今のパスワード", "current-password")
    field_order: tuple[str, ...] = ("current", "password", "again")


class ConfirmForm(forms.Form):
    """The present password, asked before a change of what somebody signs in with."""

    current = _password("今のパスワード", "current-password")


class ReasonForm(forms.Form):
    """Why something is proposed."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="二人目の職員が確かめるための理由を書いてください。例）令和8年12月1日付けの異動のため",
        widget=forms.Textarea(attrs={"rows": 2, "cols": 50}),
    )


class DutiesForm(ReasonForm):
    """Department and duties."""

    department = forms.ChoiceField(
        label="所属", choices=choices_of(Department), widget=forms.RadioSelect
    )
    duties = forms.MultipleChoiceField(
        label="担当",
        help_text="「業務」「管理」「監査」の担当を一人に合わせて付けることはできません。",
        choices=[
            (realm.label, [(str(duty), duty.label) for duty in Duty if REALMS[duty] is realm])
            for realm in Realm
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order: tuple[str, ...] = ("department", "duties", "reason")

    def chosen(self) -> tuple[Department, frozenset[Duty]]:
        """What was chosen, as the field knows it."""
        data = self.cleaned_data
        return Department(data["department"]), frozenset(Duty(code) for code in data["duties"])


class IssueForm(DutiesForm):
    """A new person."""

    staff_number = _plain("職員番号", 12, "職員証の番号。例）00412345", autocomplete="off")
    login_id = _plain(
        "利用者ID",
        20,
        "ログインに使う名前。英小文字・数字・記号（. _ -）で3文字から32文字まで。例）s412345",
        autocomplete="off",
        autocapitalize="none",
    )
    display_name = _plain("氏名", 24, "操作の記録や画面に表示します。", autocomplete="off")
    field_order: tuple[str, ...] = (
        "staff_number",
        "login_id",
        "display_name",
        "department",
        "duties",
        "reason",
    )


class DeclineForm(forms.Form):
    """Why a proposal is handed back."""

    decline_reason = forms.CharField(
        label="差し戻す理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 50}),
    )


class KeyForm(forms.Form):
    """What a security key answered, put in by `webauthn.js`; and its name when it is registered."""

    response = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


class NewKeyForm(KeyForm):
    """A key to be registered."""

    label = _plain(
        "キーの名前", 20, "見分けるための名前。例）机の引出しの青いキー", autocomplete="off"
    )
    field_order: tuple[str, ...] = ("label", "response")


class NewOwnKeyForm(ConfirmForm, NewKeyForm):
    """A key to be registered by somebody who is signed in."""

    field_order: tuple[str, ...] = ("label", "current", "response")
