"""Every dependency carries a licence that goes with Apache-2.0, and a reason in pyproject.toml."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
# permissive, or weak copyleft used unchanged as a library (LGPL, MPL)
ACCEPTED = re.compile(
    r"Apache|MIT|BSD|ISC|PSF|Python Software|PostgreSQL|MPL|Mozilla|LGPL|Lesser|Unlicense|CC0|0BSD|Zlib|HPND",
    re.IGNORECASE,
)


def licence_of(name: str) -> str:
    """What a package says of its licence, in whichever field it says it."""
    about = metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License")]
    fields = [about.get("License-Expression"), about.get("License"), *classifiers]
    said = " / ".join(field.splitlines()[0] for field in fields if field)
    return said or _first_line_of_its_licence_file(name)


def _first_line_of_its_licence_file(name: str) -> str:
    """Some packages name their licence only in the file they ship."""
    for file in metadata.files(name) or []:
        if file.name.upper().startswith("LICEN") and ".dist-info" in str(file):
            return file.read_text(encoding="utf-8").strip().splitlines()[0]
    return ""


def installed() -> list[str]:
    names = {str(each.metadata["Name"]) for each in metadata.distributions()}
    return sorted(names - {"sesshu"})


def test_every_installed_package_has_an_accepted_licence() -> None:
    refused = {
        name: licence_of(name) for name in installed() if not ACCEPTED.search(licence_of(name))
    }
    assert refused == {}


def test_a_strong_copyleft_licence_would_be_refused() -> None:
    assert not ACCEPTED.search("GNU Affero General Public License v3")
    assert not ACCEPTED.search("GPL-3.0-or-later")


def test_every_dependency_gives_its_reason_in_one_line() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for requirement in declared:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert re.search(r"#\s*\S.{8,}", line), f"{requirement} has no reason"


def test_our_own_licences_are_what_we_say_they_are() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC0 1.0 Universal" in (ROOT / "rulebook" / "LICENSE").read_text(encoding="utf-8")
