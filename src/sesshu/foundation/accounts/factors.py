"""Second factors of one person: authenticator apps and security keys. Somebody may hold several."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q, QuerySet

from sesshu.foundation.accounts import relying_party, sessions, totp
from sesshu.foundation.accounts.models import (
    Account,
    Factor,
    SecurityKey,
    Session,
    TotpSecret,
)
from sesshu.foundation.accounts.relying_party import KeyRefused, KnownKey, RelyingParty
from sesshu.foundation.keys import secret_box
from sesshu.foundation.walls import current_place

FACTORS_TO_REMOVE_ONE = 2
OFFERED_FOR = timedelta(minutes=15)


class LastFactor(Exception):
    """The only second factor cannot be taken away: nobody signs in with a password alone (R1)."""


@dataclass(frozen=True, slots=True)
class HeldFactor:
    """A second factor as its owner sees it."""

    kind: Factor
    id: int
    label: str
    since: datetime


def factors_of(account_id: int) -> list[HeldFactor]:
    """Factors in use, oldest first."""
    apps = TotpSecret.objects.filter(
        account_id=account_id, retired_at=None, confirmed_at__isnull=False
    )
    keys = _keys_of(account_id)
    held = [HeldFactor(Factor.TOTP, each.pk, each.label, each.made_at) for each in apps]
    held += [
        HeldFactor(Factor.SECURITY_KEY, each.pk, each.label, each.registered_at) for each in keys
    ]
    return sorted(held, key=lambda factor: factor.since)


def offer_totp(account: Account, label: str, at: datetime) -> TotpSecret:
    """A secret to put into an app; an offer that was not taken up before is withdrawn."""
    TotpSecret.objects.filter(account=account, confirmed_at=None, retired_at=None).update(
        retired_at=at
    )
    sealed = secret_box(current_place()).encrypt(totp.new_secret().encode())
    return TotpSecret.objects.create(account=account, label=label, sealed_secret=sealed, made_at=at)


def open_offer(account_id: int, at: datetime) -> TotpSecret | None:
    """The secret offered a moment ago and not yet confirmed by a code.

    Not longer: an offer left lying would let whoever finds the screen open add an app of theirs.
    """
    return TotpSecret.objects.filter(
        account_id=account_id, confirmed_at=None, retired_at=None, made_at__gt=at - OFFERED_FOR
    ).first()


def secret_of(row: TotpSecret) -> str:
    """The secret in clear: to show it once to its owner, or to check a code."""
    return secret_box(current_place()).decrypt(bytes(row.sealed_secret)).decode()


def confirm_totp(offer: TotpSecret, typed: str, at: datetime) -> bool:
    """Take a secret into use when its first code is right; that code is spent."""
    step = totp.matching_step(secret_of(offer), typed, at)
    if step is None:
        return False
    unconfirmed = TotpSecret.objects.filter(pk=offer.pk, confirmed_at=None, retired_at=None)
    return bool(unconfirmed.update(confirmed_at=at, last_step=step))


def totp_matches(account_id: int, typed: str, at: datetime) -> bool:
    """Whether some app of this person shows the code; each code is accepted once (RFC 6238 §5.2)."""
    in_use = Q(account_id=account_id, retired_at=None, confirmed_at__isnull=False)
    return any(_spend(row, typed, at) for row in TotpSecret.objects.filter(in_use))


def _spend(row: TotpSecret, typed: str, at: datetime) -> bool:
    step = totp.matching_step(secret_of(row), typed, at)
    if step is None:
        return False
    newer = TotpSecret.objects.filter(pk=row.pk, last_step__lt=step)
    return bool(newer.update(last_step=step))


def registration_options(session: Session, party: RelyingParty) -> str:
    """What the browser needs to register a key, with a fresh challenge of this session."""
    account = session.account
    handle = f"{current_place().schema}/{account.pk}".encode()
    known = [bytes(key.credential_id) for key in _keys_of(account.pk)]
    challenge = sessions.new_challenge(session)
    return relying_party.registration_options(party, handle, account.login_id, challenge, known)


def register_key(
    session: Session, party: RelyingParty, response: str, label: str, at: datetime
) -> SecurityKey:
    """Keep the key a browser registered. Raises KeyRefused, also for a key that is known already."""
    new = relying_party.verify_registration(party, response, _challenge(session))
    key, created = SecurityKey.objects.get_or_create(
        credential_id=new.credential_id,
        defaults={
            "account_id": session.account_id,
            "label": label,
            "public_key": new.public_key,
            "sign_count": new.sign_count,
            "registered_at": at,
        },
    )
    if not created:
        raise KeyRefused("this key is registered already")
    return key


def assertion_options(session: Session, party: RelyingParty) -> str | None:
    """What the browser needs to ask for a key; None for somebody who holds none."""
    known = [bytes(key.credential_id) for key in _keys_of(session.account_id)]
    if not known:
        return None
    return relying_party.assertion_options(party, sessions.new_challenge(session), known)


def key_matches(session: Session, party: RelyingParty, response: str, at: datetime) -> bool:
    """Whether the answer proves a key of this person now; the counter must have moved on."""
    try:
        challenge = _challenge(session)
        credential_id = relying_party.credential_id_of(response)
        key = _keys_of(session.account_id).get(credential_id=credential_id)
        known = KnownKey(credential_id, bytes(key.public_key), key.sign_count)
        count = relying_party.verify_assertion(party, response, challenge, known)
    except (KeyRefused, SecurityKey.DoesNotExist):
        return False
    # A key without a counter always says 0; any other must exceed what it said last, also in a race.
    unmoved = SecurityKey.objects.filter(pk=key.pk, sign_count=key.sign_count)
    return bool(unmoved.update(sign_count=count, last_used_at=at))


def retire(account_id: int, kind: Factor, factor_id: int, at: datetime) -> None:
    """Take one factor out of use. Raises LastFactor when no other would be left."""
    table = TotpSecret if kind is Factor.TOTP else SecurityKey
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account_id)  # two removals see each other
        if len(factors_of(account_id)) < FACTORS_TO_REMOVE_ONE:
            raise LastFactor("a second factor must remain")
        rows = table.objects.filter(pk=factor_id, account_id=account_id, retired_at=None)
        rows.update(retired_at=at)


def retire_all(account_id: int, at: datetime, using: str = DEFAULT_DB_ALIAS) -> None:
    """Take every factor out of use: the person enrols anew or leaves."""
    for table in (TotpSecret, SecurityKey):
        rows = table.objects.using(using).filter(account_id=account_id, retired_at=None)
        rows.update(retired_at=at)


def _keys_of(account_id: int) -> QuerySet[SecurityKey]:
    return SecurityKey.objects.filter(account_id=account_id, retired_at=None).order_by("pk")


def _challenge(session: Session) -> bytes:
    challenge = sessions.take_challenge(session)
    if challenge is None:
        raise KeyRefused("no challenge was asked, or it was answered already")
    return challenge
