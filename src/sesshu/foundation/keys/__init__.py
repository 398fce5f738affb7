"""The keys of each municipality in each system: made once, numbered, kept outside database and repository.

Signing keys say who wrote (ledger seals, papers); identities open what was encrypted for a system;
the secret box keeps secrets at rest. A new number never takes an old one away: what was signed or
encrypted under it must stay readable for as long as the record itself. Lasting keys are never renewed.
"""

from sesshu.foundation.keys.identities import (
    NotForUs,
    decrypt,
    encrypt_for,
    new_identity,
    recipient,
)
from sesshu.foundation.keys.lasting import lasting_key
from sesshu.foundation.keys.secret_box import new_secret_box_key, secret_box
from sesshu.foundation.keys.signing import (
    SigningKey,
    new_signing_key,
    signing_key,
    verifies,
    verifying_keys,
)
from sesshu.foundation.keys.store import NoKey

__all__ = [
    "NoKey",
    "NotForUs",
    "SigningKey",
    "decrypt",
    "encrypt_for",
    "lasting_key",
    "new_identity",
    "new_secret_box_key",
    "new_signing_key",
    "recipient",
    "secret_box",
    "signing_key",
    "verifies",
    "verifying_keys",
]
