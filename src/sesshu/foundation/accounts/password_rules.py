"""What a staff password must be (R1): long enough, and neither a word, a pattern, nor about its owner."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator

LENGTH_MIN = 12
LENGTH_MAX = 128
DISTINCT_MIN = 6
EFFORT_MIN = 9
RUN_LENGTH_MIN = 3
WORD_LENGTH_MIN = 4
PIECE_LENGTH_MAX = 24
WORD_EFFORT = 2
OWN_NUMBER_LENGTH_MIN = 4
OWN_NAME_LENGTH_MIN = 2

YEAR = re.compile(r"(19|20)[0-9]{2}")
KEYBOARD = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
LOOKALIKES = str.maketrans("@4831!0$57", "aabeiiosst")


@dataclass(frozen=True, slots=True)
class Owner:
    """What a password may not contain: its owner's number, sign-in name and name as displayed."""

    staff_number: str
    login_id: str
    display_name: str


def normalize(password: str) -> str:
    """The form that is judged and hashed, so that full-width typing signs in too (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def faults_of(password: str, owner: Owner) -> tuple[str, ...]:
    """What is wrong with a password, each as a sentence that says what to do; empty when it may be used."""
    text = normalize(password)
    return tuple(_faults(text, owner))


def _faults(text: str, owner: Owner) -> Iterator[str]:
    if len(text) < LENGTH_MIN:
        yield f"パスワードは{LENGTH_MIN}文字以上で入力してください。今は{len(text)}文字です。"
    if len(text) > LENGTH_MAX:
        yield f"パスワードは{LENGTH_MAX}文字以内で入力してください。今は{len(text)}文字です。"
        return
    if _is_about(text.casefold(), owner):
        yield "職員番号・利用者ID・氏名を含まないパスワードを入力してください。"
    if _is_predictable(text.casefold()):
        yield "単語や、文字の並び・くり返しだけで作ったパスワードは使えません。別の文字を加えてください。"


def _is_about(text: str, owner: Owner) -> bool:
    numbers = (owner.staff_number, owner.login_id)
    fragments = [each for each in numbers if len(each) >= OWN_NUMBER_LENGTH_MIN]
    names = normalize(owner.display_name).split()
    fragments += [each for each in names if len(each) >= OWN_NAME_LENGTH_MIN]
    return any(normalize(fragment).casefold() in text for fragment in fragments)


def _is_predictable(text: str) -> bool:
    if len(set(text)) < DISTINCT_MIN:
        return True
    return min(effort(text), effort(text.translate(LOOKALIKES))) < EFFORT_MIN


def effort(text: str) -> int:
    """How many pieces a guesser needs: a run or a year counts 1, a word 2, any other character 1."""
    least = [0]
    for end in range(1, len(text) + 1):
        least.append(min(least[start] + cost for start, cost in _pieces(text, end)))
    return least[-1]


def _pieces(text: str, end: int) -> Iterator[tuple[int, int]]:
    yield end - 1, 1
    for start in range(max(0, end - PIECE_LENGTH_MAX), end - RUN_LENGTH_MIN + 1):
        piece = text[start:end]
        if _is_run(piece) or YEAR.fullmatch(piece):
            yield start, 1
        elif len(piece) >= WORD_LENGTH_MIN and piece in _words():
            yield start, WORD_EFFORT


def _is_run(piece: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(piece)}
    if len(steps) == 1 and abs(next(iter(steps))) <= 1:
        return True
    return any(piece in row or piece[::-1] in row for row in KEYBOARD)


@cache
def _words() -> frozenset[str]:
    own = files("sesshu.foundation.accounts").joinpath("predictable_words.txt")
    lines = own.read_text(encoding="utf-8").splitlines()
    return frozenset(_common()) | {line for line in lines if line and not line.startswith("#")}


def _common() -> Iterable[str]:
    passwords: Iterable[str] = CommonPasswordValidator().passwords
    return passwords
