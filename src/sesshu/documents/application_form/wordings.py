"""Application forms as dated data: empty form and 記入例 are one text and cannot differ (B15)."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from sesshu.documents.application_form.contract import ApplicationForms, Sheet, Wording
from sesshu.documents.editions import Edition, edition_on
from sesshu.documents.office import Office

FOLDER = Path(__file__).parent


class NoSuchForm(LookupError):
    """A form that the edition of that day does not have."""


class FormEdition(Edition, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All forms from a day on; `sections` are those that several share, by YAML's own references."""

    avoid: str
    sections: dict[str, Any]
    forms: tuple[Wording, ...]


def forms_on(day: date) -> tuple[Wording, ...]:
    """Every form of a day, with the places for what a ward says of itself. Raises NoEdition."""
    return edition_on(FOLDER, FormEdition, day).forms


def sheets_of(
    code: str,
    day: date,
    office: Office,
    values: Mapping[str, str],
    *,
    examples: tuple[bool, ...],
    large: bool = False,
) -> ApplicationForms:
    """A form as sheets: empty where `examples` says False, as its 記入例 where it says True.

    `values` fill the places in its words. Raises NoSuchForm, NoEdition, KeyError for a value that lacks.
    """
    edition = edition_on(FOLDER, FormEdition, day)
    for wording in edition.forms:
        if wording.code == code:
            said = _filled(wording, {"municipality": office.municipality, **values})
            return ApplicationForms(
                office=office,
                edition=edition.effective_from.isoformat(),
                avoid=edition.avoid,
                sheets=tuple(Sheet(wording=said, example=example) for example in examples),
                large=large,
            )
    raise NoSuchForm(f"{code} の様式（{edition.effective_from}から）はありません。")


def _filled(wording: Wording, values: Mapping[str, str]) -> Wording:
    filled = _said(msgspec.to_builtins(wording), values)
    return msgspec.convert(filled, Wording)


def _said(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return part.format_map(values)
    if isinstance(part, dict):
        return {key: _said(one, values) for key, one in part.items()}
    if isinstance(part, list | tuple):
        return [_said(one, values) for one in part]
    return part
