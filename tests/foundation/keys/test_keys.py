"""Keys: made once, by number, for one place, readable by nobody else."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken

from sesshu.foundation import keys
from sesshu.foundation.keys import store
from sesshu.foundation.keys.identities import public_name
from sesshu.foundation.walls import Place

WARD = Place("131121", "ward")
LINKAGE = Place("131121", "linkage")
NEIGHBOUR = Place("131156", "ward")


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSHU_STATE", str(tmp_path))


def test_a_key_is_made_once_and_stays_the_same():
    message = b"seal"
    signature = keys.signing_key(WARD, "ledger").sign(message)
    assert keys.verifies(keys.verifying_keys(WARD, "ledger"), 1, signature, message)
    assert keys.signing_key(WARD, "ledger").sign(message) == signature


def test_a_signature_over_other_words_or_by_somebody_else_does_not_verify():
    signature = keys.signing_key(WARD, "ledger").sign(b"seal")
    known = keys.verifying_keys(WARD, "ledger")
    assert not keys.verifies(known, 1, signature, b"another seal")
    assert not keys.verifies(known, 2, signature, b"seal")
    for place, purpose in ((NEIGHBOUR, "ledger"), (LINKAGE, "ledger"), (WARD, "post")):
        keys.signing_key(place, purpose)
        assert not keys.verifies(keys.verifying_keys(place, purpose), 1, signature, b"seal")


def test_after_a_change_of_key_old_signatures_still_verify_and_new_ones_carry_the_new_number():
    old = keys.signing_key(WARD, "ledger")
    changed = keys.new_signing_key(WARD, "ledger")
    assert (old.number, changed.number) == (1, 2)
    assert keys.signing_key(WARD, "ledger").number == 2
    known = keys.verifying_keys(WARD, "ledger")
    assert keys.verifies(known, 1, old.sign(b"x"), b"x")
    assert keys.verifies(known, 2, changed.sign(b"x"), b"x")


def test_a_verifier_needs_no_private_key():
    signature = keys.signing_key(WARD, "ledger").sign(b"x")
    for private in store.keys_directory().rglob("*.private"):
        private.unlink()
    assert keys.verifies(keys.verifying_keys(WARD, "ledger"), 1, signature, b"x")


def test_the_public_part_lost_in_a_crash_comes_back_with_the_next_use():
    keys.signing_key(WARD, "post")
    for public in store.keys_directory().rglob("*.public"):
        public.unlink()
    assert keys.verifying_keys(WARD, "post") == {}
    signature = keys.signing_key(WARD, "post").sign(b"x")
    assert keys.verifies(keys.verifying_keys(WARD, "post"), 1, signature, b"x")


def test_only_the_addressee_opens_what_was_encrypted_for_it():
    sealed = keys.encrypt_for(LINKAGE, "post", "佐藤".encode())
    assert "佐藤".encode() not in sealed
    assert keys.decrypt(LINKAGE, "post", sealed).decode() == "佐藤"
    with pytest.raises(keys.NotForUs):
        keys.decrypt(WARD, "post", sealed)


def test_bytes_changed_on_the_way_do_not_open():
    sealed = bytearray(keys.encrypt_for(LINKAGE, "post", b"x"))
    sealed[-1] ^= 1
    with pytest.raises(keys.NotForUs):
        keys.decrypt(LINKAGE, "post", bytes(sealed))


def test_an_old_paper_opens_after_the_identity_changed():
    sealed = keys.encrypt_for(LINKAGE, "post", b"old")
    changed = keys.new_identity(LINKAGE, "post")
    assert keys.recipient(LINKAGE, "post") == changed
    assert keys.decrypt(LINKAGE, "post", sealed) == b"old"


def test_a_text_that_is_no_identity_has_no_public_name():
    with pytest.raises(ValueError, match="not an age identity"):
        public_name("AGE-SECRET-KEY-0")


def test_a_secret_at_rest_opens_only_in_its_own_place_and_survives_a_change_of_key():
    token = keys.secret_box(WARD).encrypt(b"totp")
    with pytest.raises(InvalidToken):
        keys.secret_box(NEIGHBOUR).decrypt(token)
    keys.new_secret_box_key(WARD)
    assert keys.secret_box(WARD).decrypt(token) == b"totp"
    moved = keys.secret_box(WARD).rotate(token)
    assert moved != token
    assert keys.secret_box(WARD).decrypt(moved) == b"totp"


def test_nobody_but_the_owner_reads_a_key_file():
    keys.signing_key(WARD, "ledger")
    keys.recipient(WARD, "post")
    keys.secret_box(WARD)
    files = [file for file in store.keys_directory().rglob("*") if file.is_file()]
    assert len(files) == 5
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    folders = {file.parent for file in files}
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_key_never_shows_in_its_representation():
    key = keys.signing_key(WARD, "ledger")
    assert repr(key) == "SigningKey(number=1)"


def test_asking_for_a_number_that_never_was_says_so():
    with pytest.raises(keys.NoKey, match="no private key 9 of sign-ledger"):
        store.Keyring(WARD, "sign-ledger").read(9)


FIRST_USE = """
from sesshu.foundation import keys
from sesshu.foundation.walls import Place
print(keys.signing_key(Place("131121", "ward"), "ledger").sign(b"x").hex())
"""


def test_many_processes_that_use_a_key_for_the_first_time_all_get_the_same_one():
    def sign(_: int) -> str:
        done = subprocess.run(
            [sys.executable, "-c", FIRST_USE], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    with ThreadPoolExecutor(4) as pool:
        signatures = set(pool.map(sign, range(8)))
    assert len(signatures) == 1


def test_without_the_guard_the_second_maker_would_replace_the_key(tmp_path: Path):
    """The race itself: a rename gives two first users two different keys."""
    target = tmp_path / "1.private"
    for text in ("first", "second"):
        draft = tmp_path / text
        draft.write_text(text)
        draft.replace(target)
    assert target.read_text() == "second"
    guarded = tmp_path / "2.private"
    for text in ("first", "second"):
        store.place_once(guarded, text)
    assert guarded.read_text() == "first"


def test_a_writer_killed_half_way_leaves_no_key_behind(monkeypatch: pytest.MonkeyPatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            keys.signing_key(WARD, "ledger")
    assert store.Keyring(WARD, "sign-ledger").numbers() == []
    assert keys.signing_key(WARD, "ledger").number == 1
