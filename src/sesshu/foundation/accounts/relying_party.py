"""Ceremonies of WebAuthn with user verification: the key itself asks for a PIN or a finger (R1)."""

from collections.abc import Iterable
from dataclasses import dataclass

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

TIMEOUT_MS = 120_000


class KeyRefused(Exception):
    """What the browser sent proves no key of this person, here and now."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who asks: ``id`` is the host name keys are bound to, ``origin`` the address of the pages."""

    id: str
    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key says about itself when it is registered."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What we keep of a key."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def registration_options(
    party: RelyingParty, handle: bytes, login_id: str, challenge: bytes, known: Iterable[bytes]
) -> str:
    """JSON for ``navigator.credentials.create``; ``handle`` tells accounts apart and holds no name."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=handle,
        user_name=login_id,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def verify_registration(party: RelyingParty, response: str, challenge: bytes) -> NewKey:
    """The key a browser registered. Raises KeyRefused."""
    try:
        verified = webauthn.verify_registration_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise KeyRefused(str(error)) from error
    return NewKey(verified.credential_id, verified.credential_public_key, verified.sign_count)


def assertion_options(party: RelyingParty, challenge: bytes, known: Iterable[bytes]) -> str:
    """JSON for ``navigator.credentials.get``."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def verify_assertion(party: RelyingParty, response: str, challenge: bytes, key: KnownKey) -> int:
    """The key's new signature counter, which a copied key would not have raised. Raises KeyRefused."""
    try:
        verified = webauthn.verify_authentication_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise KeyRefused(str(error)) from error
    return verified.new_sign_count


def credential_id_of(response: str) -> bytes:
    """Which key a browser answered with. Raises KeyRefused when the answer cannot be read."""
    try:
        credential = webauthn.helpers.parse_authentication_credential_json(response)
    except WebAuthnException as error:
        raise KeyRefused(str(error)) from error
    return credential.raw_id


def _descriptors(known: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known]
