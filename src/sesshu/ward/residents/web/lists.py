"""The residents a search found, taken out; what was typed stays sealed (`kept_searches` says why)."""

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from sesshu.foundation import keys
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.foundation.walls import current_place
from sesshu.ward.residents.privacy import FIELDS
from sesshu.ward.residents.queries import FoundResident, search
from sesshu.ward.residents.web import kept_searches
from sesshu.ward.residents.web.forms import SearchForm
from sesshu.ward.residents.web.search import terms_of
from sesshu.wire.residents.codes import TITLES

VERSION = (FIELDS, "resident_version")


@take_out_list
class Found(TakeOutList):
    """The result of a search of this very sign-in, found again when the file is made."""

    kind: ClassVar = "residents.search"
    title: ClassVar = "住民の検索結果"
    permission: ClassVar = Permission.RESIDENT_SEARCH
    columns: ClassVar = (
        column("宛名番号", FIELDS, "resident", "atena_number"),
        column("氏名", *VERSION, "name"),
        column("カナ氏名", *VERSION, "name_kana"),
        column("生年月日", *VERSION, "birth_on"),
        column("性別", *VERSION, "sex"),
        column("住所", *VERSION, "address"),
        column("状態", *VERSION, "status"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """The conditions of the kept search ``search``, sealed as they were kept."""
        kept = kept_searches.kept(account, _uuid(given.get("search", "")))
        if kept is None:
            raise UnknownConditions("no search of this sign-in")
        sealed = bytes(kept.sealed_conditions).decode("ascii")
        return {"sealed": sealed, "names": ",".join(kept.conditions)}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """By which conditions it was searched, never what for."""
        fields = SearchForm.base_fields
        labels = [str(fields[name].label) for name in conditions["names"].split(",")]
        return [("検索の条件の種類", "、".join(labels))]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """Those whom the ordinary tables find today; of protected residents they hold no address."""
        opened = keys.secret_box(current_place()).decrypt(conditions["sealed"].encode("ascii"))
        found = search(terms_of(kept_searches.conditions_in(opened)))
        return [_row(each) for each in found.rows]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UnknownConditions("no number of a search") from None


def _row(found: FoundResident) -> Row:
    values = (
        found.atena_number,
        found.name,
        found.name_kana,
        found.born_on,
        TITLES["sex"][found.sex],
        None if found.protected else found.address,
        TITLES["status"][found.state],
    )
    return Row(found.id, values)
