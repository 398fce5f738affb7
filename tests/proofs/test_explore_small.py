"""Looking for new examples, small: what breaks is told, what holds is counted, silence is no success."""

from pathlib import Path

import pytest

from proofs import explore

CONFTEST = """
from hypothesis import settings
settings.register_profile("explore", max_examples=100)
"""
TESTS = """
from hypothesis import given, strategies as st

@given(st.integers())
def test_adding_nothing(number):
    assert number + 0 == number

@given(st.integers())
def test_every_number_is_small(number):
    assert number < 50
"""


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    """Two tests, one of which new examples break."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_numbers.py").write_text(TESTS)
    return tmp_path


def test_the_example_that_breaks_a_test_is_told(tests: Path) -> None:
    finding = explore.prove(1, [str(tests)])
    assert (finding.held, finding.tries) == (False, 2)
    ((name, said),) = finding.facts["findings"].items()
    assert name.endswith("test_every_number_is_small")
    assert "number=50" in said


def test_no_test_is_no_proof(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    assert not explore.prove(1, [str(tmp_path)]).held


def test_a_pytest_that_does_not_start_is_told(tests: Path) -> None:
    (tests / "conftest.py").unlink()
    with pytest.raises(explore.NothingExplored, match="explore"):
        explore.prove(1, [str(tests)])
