"""A security key made of software: ES256, with a counter and a PIN that can be left out."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One credential on one key."""

    origin: str
    rp_id: str
    counter: int = 0
    verified: bool = True
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def register(self, options: str) -> str:
        """What a browser sends after ``navigator.credentials.create``."""
        client = self._client_data("webauthn.create", options)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED)}
        return self._credential(clientDataJSON=client, attestationObject=cbor2.dumps(attestation))

    def sign(self, options: str) -> str:
        """What a browser sends after ``navigator.credentials.get``; each signature counts up."""
        self.counter += 1
        client = self._client_data("webauthn.get", options)
        data = self._data()
        signed = data + hashlib.sha256(client).digest()
        signature = self.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._credential(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _client_data(self, kind: str, options: str) -> bytes:
        asked: dict[str, Any] = json.loads(options)
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _data(self, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        head = hashlib.sha256(self.rp_id.encode()).digest()
        head += bytes([flags]) + self.counter.to_bytes(4, "big")
        if not flags & ATTESTED:
            return head
        length = len(self.credential_id).to_bytes(2, "big")
        return head + bytes(16) + length + self.credential_id + self._public()

    def _public(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _credential(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": {key: bytes_to_base64url(part) for key, part in response.items()},
                "clientExtensionResults": {},
            }
        )


def challenge_in(options: str) -> bytes:
    """The challenge a page asked with."""
    return base64url_to_bytes(json.loads(options)["challenge"])
