"""Who a page is about: the band that stands on every page of one person, so that the wrong one is noticed."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.ui.dates import in_both_calendars, in_era
from sesshu.ward.residents.queries import Resident
from sesshu.ward.residents.web import ages
from sesshu.ward.residents.web.chips import Chip, Secrecy, chips_of, secrecy_of
from sesshu.wire.residents.codes import TITLES, BirthDateCertainty


class OtherName(NamedTuple):
    """旧氏, 通称 and the like: how the person may call themselves at the counter."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A person in the words of the band."""

    resident_id: int
    name: str
    kana: str
    other_names: tuple[OtherName, ...]
    born: str
    age: str
    sex: str
    atena_number: str
    chips: tuple[Chip, ...]
    secrecy: Secrecy


def identity_of(resident: Resident, on: date, account: SignedIn) -> Identity:
    """The band of ``resident`` on a day, as far as ``account`` may know."""
    secrecy = secrecy_of(account, guarded=resident.is_guarded)
    return Identity(
        resident_id=resident.id,
        name=resident.name,
        kana=resident.name_kana,
        other_names=_other_names(resident),
        born=born_in_words(resident.birth_on, resident.birth_certainty),
        age=_age(resident, on),
        sex=TITLES["sex"][resident.sex],
        atena_number=resident.atena_number,
        chips=chips_of(resident.status, secrecy),
        secrecy=secrecy,
    )


def born_in_words(born_on: date, certainty: str) -> str:
    """Both calendars; of a day the register does not know, only what it knows."""
    era = in_era(born_on)
    match certainty:
        case BirthDateCertainty.DAY_UNKNOWN:
            return f"{era[: era.index('月') + 1]}（{born_on.year}年{born_on.month}月）日は不明"
        case BirthDateCertainty.MONTH_AND_DAY_UNKNOWN:
            return f"{era[: era.index('年') + 1]}（{born_on.year}年）月日は不明"
    return in_both_calendars(born_on)


def _age(resident: Resident, on: date) -> str:
    """満年齢; of the dead, the age they reached."""
    if resident.died_on is not None:
        return f"{in_era(resident.died_on)}死亡（{ages.in_words(resident.birth_on, resident.died_on)}）"
    words = ages.in_words(resident.birth_on, on)
    return words if resident.birth_certainty == BirthDateCertainty.KNOWN else f"およそ{words}"


def _other_names(resident: Resident) -> tuple[OtherName, ...]:
    labelled = (
        ("旧氏", resident.former_family_name),
        ("通称", resident.alias),
        ("アルファベット氏名", resident.alphabet_name),
        ("本名（漢字）", resident.foreign_name_kanji),
    )
    return tuple(
        OtherName(label, name) for label, name in labelled if name and name != resident.name
    )
