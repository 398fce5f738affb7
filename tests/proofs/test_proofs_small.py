"""The long proofs, small: the same code that `make prove` runs at full size."""

import subprocess
from pathlib import Path

import pytest

from proofs import cluster_kill, upgrade


@pytest.mark.own_cluster
def test_three_kills_lose_no_acknowledged_row() -> None:
    finding = cluster_kill.prove(3)
    assert finding.held, finding.facts
    assert finding.tries == 3
    assert finding.facts["rows acknowledged"] >= 40 * 3


@pytest.mark.own_cluster
def test_the_demo_of_the_commit_before_keeps_every_row_when_it_is_migrated() -> None:
    try:
        finding = upgrade.prove(60)
    except upgrade.NoCommitBefore:
        pytest.skip("this checkout has no commit before its own")
    assert finding.held, finding.facts
    assert finding.tries == 4, "two municipalities, each in two systems"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one commit, in which the proof looks."""
    monkeypatch.setattr(upgrade, "ROOT", tmp_path)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "nobody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "nobody@example.org")
    upgrade.git("init", "--quiet")
    commit(tmp_path, "first")
    return tmp_path


def commit(checkout: Path, content: str) -> None:
    (checkout / "src").write_text(content)
    upgrade.git("add", "src")
    upgrade.git("commit", "--quiet", "--message", content)


def test_only_a_missing_commit_before_is_a_reason_to_skip(checkout: Path) -> None:
    with pytest.raises(upgrade.NoCommitBefore):
        upgrade.commit_before()
    commit(checkout, "second")
    first = upgrade.git("rev-parse", "--short", "HEAD~1").decode().strip()
    assert upgrade.commit_before() == first


def test_what_else_goes_wrong_with_git_is_told(checkout: Path) -> None:
    (checkout / ".git" / "HEAD").write_text("nonsense")
    with pytest.raises(subprocess.CalledProcessError):
        upgrade.commit_before()


def test_a_changed_work_tree_is_compared_with_its_own_commit(checkout: Path) -> None:
    (checkout / "src").write_text("changed")
    assert upgrade.commit_before() == upgrade.git("rev-parse", "--short", "HEAD").decode().strip()
