"""A release is one file, named by its hash, that can be read again for ever and never be altered unseen."""

import hashlib
import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

from sesshu.schedule.errors import RulebookError, UncitedValue, UnreadableRulebook
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current, rulebook_root
from sesshu.schedule.persons import Person
from sesshu.schedule.releases import read_release, release_text, rulebook_at

TEXT = release_text(rulebook_root())
CHILD = Person(id="a", born_on=date(2026, 5, 10), sex="F")


def altered(change: dict[str, object]) -> bytes:
    return msgspec.json.encode(json.loads(TEXT) | change, order="deterministic")


def test_a_release_is_named_by_the_hash_of_its_file() -> None:
    assert hashlib.sha256(TEXT).hexdigest() == current().release == read_release(TEXT).release


def test_a_release_judges_as_the_tables_it_was_made_of() -> None:
    on = date(2026, 11, 23)
    assert judge(CHILD, on, read_release(TEXT)) == judge(CHILD, on, current())


def test_a_folder_and_a_file_are_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    file.write_bytes(TEXT)
    assert rulebook_at(file).release == rulebook_at(Path(str(rulebook_root()))).release


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TEXT[:-1], "no JSON"),
        (b" " + TEXT, "no canonical JSON"),
        (json.dumps(json.loads(TEXT)).encode(), "no canonical JSON"),
        (b"[]", "no canonical JSON"),
        (b"{}", "yaml is missing"),
    ],
)
def test_what_is_not_a_release_as_it_was_written_is_refused(text: bytes, says: str) -> None:
    with pytest.raises(UnreadableRulebook, match=says):
        read_release(text)


def test_an_altered_release_has_another_name_and_is_checked_like_any_rulebook() -> None:
    fewer = altered({"between.yaml": []})
    assert read_release(fewer).release != current().release
    uncited = json.loads(TEXT)["exclusions.yaml"]
    uncited[0]["provision"] = ""
    with pytest.raises(RulebookError) as problem:
        read_release(altered({"exclusions.yaml": uncited}))
    assert isinstance(problem.value, UncitedValue)
