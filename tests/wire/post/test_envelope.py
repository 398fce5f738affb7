"""The envelope: the sample byte for byte, and every way in which bytes are none."""

import json
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any
from uuid import UUID

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from sesshu.wire.post import Envelope, NotAnEnvelope, parse, render
from sesshu.wire.post.envelope import body_hash

SAMPLES = files("sesshu.wire.post") / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def changed(**fields: Any) -> bytes:
    """The sample with some fields replaced, the hash left as it was."""
    return json.dumps(json.loads(sample("resident_changed.json")) | fields).encode()


def test_the_sample_is_read_and_written_byte_for_byte() -> None:
    envelope = parse(sample("resident_changed.json"))
    assert (envelope.kind, envelope.version, envelope.sequence) == ("resident.changed", 1, 7)
    assert (envelope.sender, envelope.receiver) == ("ward", "linkage")
    assert envelope.made_at == datetime(2026, 11, 23, 3, 4, 5, 678901, UTC)
    assert render(envelope) + b"\n" == sample("resident_changed.json")


def test_the_signature_of_the_sample_covers_exactly_the_published_text() -> None:
    envelope = parse(sample("resident_changed.json"))
    assert envelope.signed_bytes() + b"\n" == sample("resident_changed.signed.txt")
    key = load_pem_public_key(sample("sender.pem"))
    assert isinstance(key, Ed25519PublicKey)
    key.verify(envelope.signature, envelope.signed_bytes())


@pytest.mark.parametrize(
    "change",
    [
        {"id": UUID("019ab0c4-2f40-7c3e-9d1a-5b8f0e6d7a22")},
        {"kind": "resident.erased"},
        {"version": 2},
        {"municipality": "131156"},
        {"sender": "linkage"},
        {"receiver": "registry"},
        {"sequence": 8},
        {"made_at": datetime(2026, 11, 23, 3, 4, 5, 678902, UTC)},
        {"body_sha256": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_field_of_the_header_changes_without_breaking_the_signature(
    change: dict[str, Any],
) -> None:
    envelope = msgspec.structs.replace(parse(sample("resident_changed.json")), **change)
    key = load_pem_public_key(sample("sender.pem"))
    assert isinstance(key, Ed25519PublicKey)
    with pytest.raises(InvalidSignature):
        key.verify(envelope.signature, envelope.signed_bytes())


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", "truncated"),
        (b"\xff\xfe", "malformed"),
        (b"[]", "array"),
        (changed(body="eA=="), "sha256"),
        (changed(sha256="0" * 64), "sha256"),
        (changed(municipality="131122"), "municipality"),
        (changed(sequence=0), "sequence"),
        (changed(sequence="7"), "sequence"),
        (changed(kind="Resident Changed"), "kind"),
        (changed(kind="resident.changed\nx"), "kind"),
        (changed(kind="resident.changed\n"), "kind"),
        (changed(sha256="0" * 64 + "\n"), "sha256"),
        (changed(signature="eA=="), "signature"),
        (changed(made_at="2026-11-23T03:04:05"), "made_at"),
        (changed(id="7"), "id"),
        (changed(**{"from": ""}), "from"),
        (changed(key=0), "key"),
    ],
)
def test_bytes_that_are_no_envelope_are_refused_with_the_place(content: bytes, where: str) -> None:
    with pytest.raises(NotAnEnvelope, match=where):
        parse(content)


def test_a_refusal_tells_the_place_and_never_the_content() -> None:
    with pytest.raises(NotAnEnvelope) as refused:
        parse(changed(kind="世田谷花子"))
    assert "世田谷花子" not in str(refused.value)


@given(
    sequence=st.integers(1, (1 << 63) - 1),
    version=st.integers(1, 999),
    body=st.binary(max_size=200),
    signature=st.binary(min_size=64, max_size=64),
    made_at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)),  # noqa: DTZ001
    hours=st.integers(-12, 14),
)
def test_whatever_is_rendered_is_parsed_to_the_same_and_signed_alike_in_every_time_zone(
    sequence: int, version: int, body: bytes, signature: bytes, made_at: datetime, hours: int
) -> None:
    envelope = Envelope(
        id=UUID(int=sequence),
        kind="resident.changed",
        version=version,
        municipality="131121",
        sender="ward",
        receiver="linkage",
        sequence=sequence,
        made_at=made_at,
        body_sha256=body_hash(body),
        key=1,
        signature=signature,
        body=body,
    )
    try:
        elsewhere = made_at.astimezone(timezone(timedelta(hours=hours)))
    except OverflowError:
        return
    moved = msgspec.structs.replace(envelope, made_at=elsewhere)
    assert parse(render(moved)) == envelope
    assert moved.signed_bytes() == envelope.signed_bytes()
