"""Models and migrations say the same, and each app has one line of migrations."""

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState

OURS = ["foundation", "ward", "linkage"]


def missing() -> dict[str, list[str]]:
    """What the models have and the migrations lack, by app; needs no database."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(apps), NonInteractiveMigrationQuestioner()
    )
    changes = detector.changes(graph=loader.graph)
    return {
        app: [
            operation.describe() for migration in changes[app] for operation in migration.operations
        ]
        for app in changes
    }


def test_no_model_is_ahead_of_its_migrations() -> None:
    assert missing() == {}


@pytest.mark.parametrize("app", OURS)
def test_each_app_has_one_line(app: str) -> None:
    assert len(MigrationLoader(None).graph.leaf_nodes(app)) <= 1


def test_a_planted_change_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps.get_model("ward", "Resident")._meta, "db_table", "elsewhere")
    monkeypatch.setitem(
        apps.get_model("ward", "Resident")._meta.original_attrs, "db_table", "elsewhere"
    )
    assert "ward" in missing()
