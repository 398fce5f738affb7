"""What is wrong with a field, in words that say what to do (ui.md §4.6).

Messages of our own stay as written. Django's are known by being lazy translations; they are replaced
by sentences that hold the field's label, so that forms of any room read the same without importing this one.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, CheckboxInput, ChoiceField, Field
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

SENTENCES = {
    "required": "{label}を入力してください。",
    "max_length": "{label}は{limit_value}文字までです。今は{show_value}文字です。",
    "min_length": "{label}は{limit_value}文字以上で入力してください。今は{show_value}文字です。",
    "max_value": "{label}は{limit_value}以下の数で入力してください。",
    "min_value": "{label}は{limit_value}以上の数で入力してください。",
    "invalid_choice": "{label}を一覧から選んでください。",
    "empty": "{label}のファイルが空です。中身のあるファイルを選んでください。",
    "null_characters_not_allowed": "{label}に使えない文字が入っています。打ち直してください。",
}
INVALID = {
    "DateField": "{label}は、2026-04-01のように入力してください。",
    "IntegerField": "{label}は整数で入力してください。",
    "DecimalField": "{label}は数字で入力してください。",
    "EmailField": "{label}は、name@example.jp のように入力してください。",
}
CHOOSE = "{label}を選んでください。"
CHECK = "「{label}」にチェックを入れてください。"
RETYPE = "{label}を確かめて、もう一度入力してください。"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right; ``target`` is the id of the control, empty for the whole form."""

    message: str
    target: str


def problems_of(form: BaseForm) -> list[Problem]:
    """All problems of a bound form, in the order of the page: the form's own first."""
    whole = [Problem(str(message), "") for message in form.non_field_errors()]
    return whole + [
        Problem(message, focus_target(field)) for field in form for message in messages_of(field)
    ]


def messages_of(field: BoundField) -> list[str]:
    """The messages of one field."""
    return [
        message
        for error in field.errors.as_data()
        for message in _messages(error, field.field, str(field.label))
    ]


def focus_target(field: BoundField) -> str:
    """The id of the control to go to; of a group, its first choice."""
    return field.id_for_label or str(field[0].id_for_label)


def _messages(error: ValidationError, field: Field, label: str) -> list[str]:
    if not isinstance(error.message, Promise):
        return list(error.messages)
    parameters: dict[str, Any] = dict(error.params or {})
    return [_sentence(error.code, field).format_map({**parameters, "label": label})]


def _sentence(code: str | None, field: Field) -> str:
    if code == "required" and isinstance(field.widget, CheckboxInput):
        return CHECK
    if code == "required" and isinstance(field, ChoiceField):
        return CHOOSE
    if code in SENTENCES:
        return SENTENCES[code]
    return next(
        (INVALID[kind.__name__] for kind in type(field).__mro__ if kind.__name__ in INVALID), RETYPE
    )
