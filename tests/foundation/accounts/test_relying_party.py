"""WebAuthn ceremonies: what a key says counts only for us, here, now, with its owner verified."""

import json
import secrets
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sesshu.foundation.accounts import relying_party
from sesshu.foundation.accounts.relying_party import KeyRefused, KnownKey, RelyingParty

from .soft_key import SoftKey, challenge_in

PARTY = RelyingParty("portal.example.lg.jp", "Sesshu", "https://portal.example.lg.jp")


@pytest.fixture
def key() -> SoftKey:
    return SoftKey(PARTY.origin, PARTY.id)


def options_to_register(challenge: bytes = b"c" * 32) -> str:
    return relying_party.registration_options(PARTY, b"m131121_ward/1", "s1", challenge, [b"old"])


def known(key: SoftKey) -> KnownKey:
    options = options_to_register()
    new = relying_party.verify_registration(PARTY, key.register(options), challenge_in(options))
    return KnownKey(new.credential_id, new.public_key, new.sign_count)


def asked() -> str:
    return relying_party.assertion_options(PARTY, secrets.token_bytes(32), [b"one", b"two"])


def test_registration_asks_for_verification_and_keeps_known_keys_out() -> None:
    options = json.loads(options_to_register())
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"]["id"] == PARTY.id
    assert len(options["excludeCredentials"]) == 1
    assert options["attestation"] == "none"


def test_assertion_asks_for_verification_by_one_of_the_known_keys() -> None:
    options = json.loads(asked())
    assert options["userVerification"] == "required"
    assert len(options["allowCredentials"]) == 2


def test_a_registered_key_proves_itself(key: SoftKey) -> None:
    registered = known(key)
    options = asked()
    count = relying_party.verify_assertion(
        PARTY, key.sign(options), challenge_in(options), registered
    )
    assert count == 1
    assert relying_party.credential_id_of(key.sign(options)) == key.credential_id


def test_a_key_that_did_not_verify_its_owner_is_refused(key: SoftKey) -> None:
    registered = known(key)
    key.verified = False
    options = asked()
    with pytest.raises(KeyRefused):
        relying_party.verify_assertion(PARTY, key.sign(options), challenge_in(options), registered)
    with pytest.raises(KeyRefused):
        known(key)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"origin": "https://portal.example.lg.jp.evil.example"},
        {"origin": "http://portal.example.lg.jp"},
        {"rp_id": "evil.example"},
    ],
)
def test_a_key_used_on_another_page_is_refused(key: SoftKey, elsewhere: dict[str, str]) -> None:
    registered = known(key)
    options = asked()
    answer = replace(key, **elsewhere).sign(options)
    with pytest.raises(KeyRefused):
        relying_party.verify_assertion(PARTY, answer, challenge_in(options), registered)


def test_an_answer_to_another_question_is_refused(key: SoftKey) -> None:
    registered = known(key)
    answer = key.sign(asked())
    with pytest.raises(KeyRefused):
        relying_party.verify_assertion(PARTY, answer, challenge_in(asked()), registered)


def test_another_key_with_the_same_name_is_refused(key: SoftKey) -> None:
    registered = known(key)
    other = SoftKey(PARTY.origin, PARTY.id, credential_id=key.credential_id)
    options = asked()
    with pytest.raises(KeyRefused):
        relying_party.verify_assertion(
            PARTY, other.sign(options), challenge_in(options), registered
        )


@given(kept=st.integers(0, 1000), said=st.integers(1, 1000))
def test_the_counter_must_have_moved_on(kept: int, said: int) -> None:
    key = SoftKey(PARTY.origin, PARTY.id)
    registered = replace(known(key), sign_count=kept)
    key.counter = said - 1
    options = asked()
    answer = key.sign(options)
    if said > kept:
        assert (
            relying_party.verify_assertion(PARTY, answer, challenge_in(options), registered) == said
        )
    else:
        with pytest.raises(KeyRefused):
            relying_party.verify_assertion(PARTY, answer, challenge_in(options), registered)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
credentials = st.fixed_dictionaries(
    {},
    optional={
        "id": st.text(max_size=12) | json_values,
        "rawId": st.text(max_size=12) | json_values,
        "type": st.just("public-key") | json_values,
        "response": st.fixed_dictionaries(
            {},
            optional={
                "clientDataJSON": st.text(max_size=12) | json_values,
                "authenticatorData": st.text(max_size=12) | json_values,
                "attestationObject": st.text(max_size=12) | json_values,
                "signature": st.text(max_size=12) | json_values,
            },
        )
        | json_values,
    },
)


@given(st.text(max_size=40) | json_values.map(json.dumps) | credentials.map(json.dumps))
def test_whatever_a_browser_sends_is_refused_and_never_an_error(response: str) -> None:
    """A page that answers 500 to a made-up answer tells too much."""
    registered = KnownKey(b"id", b"key", 0)
    with pytest.raises(KeyRefused):
        relying_party.verify_registration(PARTY, response, b"c")
    with pytest.raises(KeyRefused):
        relying_party.verify_assertion(PARTY, response, b"c", registered)
    with suppress(KeyRefused):
        assert isinstance(relying_party.credential_id_of(response), bytes)


@given(
    part=st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]),
    place=st.floats(0, 1, exclude_max=True),
    letter=st.sampled_from("ABCxyz019_-"),
)
def test_an_answer_with_any_letter_changed_is_refused(part: str, place: float, letter: str) -> None:
    key = SoftKey(PARTY.origin, PARTY.id)
    registered = known(key)
    options = asked()
    answer = json.loads(key.sign(options))
    text = answer["response"][part]
    position = int(place * (len(text) - 1))  # the last letter holds bits that mean nothing
    assume(text[position] != letter)
    answer["response"][part] = text[:position] + letter + text[position + 1 :]
    changed = json.dumps(answer)
    with pytest.raises(KeyRefused):
        relying_party.verify_assertion(PARTY, changed, challenge_in(options), registered)
