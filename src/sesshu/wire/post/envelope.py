"""Type, bytes and signed text of an envelope. ``docs/formats/post.md`` describes it for other makers."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from sesshu.kernel.numbers import is_municipality_code

SIGNED_AS = "sesshu paper 1"  # nothing else that is signed with the same key begins like this

Kind = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+\Z", max_length=60)]
System = Annotated[str, Meta(pattern=r"^[a-z]{2,20}\Z")]
Counted = Annotated[int, Meta(ge=1, le=(1 << 63) - 1)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]


class NotAnEnvelope(Exception):
    """Bytes that came as an envelope are none; the message says where they differ, not what they hold."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What stands outside on the envelope, without who signed it.

    ``sequence`` counts the papers from ``sender`` to ``receiver`` of one municipality, from 1 without a gap.
    ``body_sha256`` is taken over the encrypted body: one of the plain body would let people guess it.
    """

    id: UUID
    kind: Kind
    version: Counted
    municipality: str
    sender: System = msgspec.field(name="from")
    receiver: System = msgspec.field(name="to")
    sequence: Counted
    made_at: Annotated[datetime, Meta(tz=True)]
    body_sha256: Sha256 = msgspec.field(name="sha256")

    def signed_bytes(self) -> bytes:
        """The bytes under the signature: one field a line, in the order of the class."""
        lines = (
            SIGNED_AS,
            str(self.id),
            self.kind,
            str(self.version),
            self.municipality,
            self.sender,
            self.receiver,
            str(self.sequence),
            self.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.body_sha256,
        )
        return "\n".join(lines).encode("ascii")


class Envelope(Header, frozen=True, kw_only=True):
    """A header with its Ed25519 signature, the number of the key, and the body encrypted with age."""

    key: Counted
    signature: Signature
    body: bytes


_decoder = msgspec.json.Decoder(Envelope)


def body_hash(body: bytes) -> str:
    """SHA-256 of an encrypted body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def render(envelope: Envelope) -> bytes:
    """The envelope as JSON in UTF-8: binary in base64, the instant in UTC."""
    in_utc = msgspec.structs.replace(envelope, made_at=envelope.made_at.astimezone(UTC))
    return msgspec.json.encode(in_utc)


def parse(content: bytes) -> Envelope:
    """Read an envelope. Raises NotAnEnvelope; whether the signature is right is the receiver's question."""
    try:
        envelope = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotAnEnvelope(str(error)) from error
    if not is_municipality_code(envelope.municipality):
        raise NotAnEnvelope("`$.municipality` is no code with a right check digit")
    if body_hash(envelope.body) != envelope.body_sha256:
        raise NotAnEnvelope("`$.sha256` is not the hash of `$.body`")
    return envelope
