"""A submitted search, kept here so that its address holds an opaque number and no personal data.

POST keeps the search and sends the browser to a GET address: going back or loading anew shows the list
again, asks nothing twice, and leaves neither conditions nor names in the browser's history. Conditions are
sealed, for a clerk may type the address of a protected resident; the search belongs to one sign-in.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sesshu.foundation import keys
from sesshu.foundation.accounts.sessions import LONGEST
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.walls import current_place
from sesshu.ward.residents.web.purposes import Purpose


class KeptSearch(models.Model):
    """The conditions of one search, what for, and the residents it has shown so far."""

    id = models.UUIDField("番号", primary_key=True, default=uuid4)
    session_id = models.BigIntegerField("ログイン")
    kept_at = models.DateTimeField("検索日時")
    purpose_code = models.TextField("利用目的", db_column="purpose")
    sealed_conditions = models.BinaryField("暗号化した条件")
    shown = ArrayField(models.BigIntegerField(), verbose_name="表示した住民", null=True)

    class Meta:
        app_label = "ward"
        db_table = "kept_search"
        verbose_name = "検索の控え"
        indexes: ClassVar = [models.Index(fields=["kept_at"], name="kept_search_by_time")]

    @property
    def purpose(self) -> Purpose:
        """What was searched for."""
        return Purpose(self.purpose_code)

    @property
    def conditions(self) -> dict[str, str]:
        """The fields of the form as they were understood, days as ISO text."""
        return conditions_in(
            keys.secret_box(current_place()).decrypt(bytes(self.sealed_conditions))
        )


def conditions_in(opened: bytes) -> dict[str, str]:
    """The conditions that were sealed."""
    conditions: dict[str, str] = json.loads(opened)
    return conditions


def keep(
    account: SignedIn, purpose: Purpose, conditions: Mapping[str, str], at: datetime
) -> KeptSearch:
    """Keep a search for this sign-in; searches of sign-ins that must have ended are forgotten."""
    KeptSearch.objects.filter(kept_at__lt=at - LONGEST).delete()
    sealed = keys.secret_box(current_place()).encrypt(json.dumps(dict(conditions)).encode())
    return KeptSearch.objects.create(
        session_id=account.session_id,
        kept_at=at,
        purpose_code=purpose.value,
        sealed_conditions=sealed,
    )


def kept(account: SignedIn, number: UUID) -> KeptSearch | None:
    """A search of this very sign-in; those of others do not exist."""
    return KeptSearch.objects.filter(pk=number, session_id=account.session_id).first()


def not_yet_shown(search: KeptSearch, residents: Iterable[int]) -> bool:
    """Whether showing these residents is a new look: the first answer, another page, a changed result."""
    return search.shown is None or not set(residents) <= set(search.shown)


def remember_shown(search: KeptSearch, residents: Iterable[int]) -> None:
    """Showing the same list again is no new look; the ledger holds it already."""
    search.shown = sorted({*(search.shown or ()), *residents})
    search.save(update_fields=["shown"])
