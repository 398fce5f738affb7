"""The grants as a matrix people can read: which zone may do what with which table (R18)."""

from sesshu.foundation.walls.grants import Grant, grants_of
from sesshu.foundation.walls.zones import systems, zones_of

HEADER = """\
# Who may touch which table

Written by `sesshu db matrix` from `src/sesshu/foundation/walls/grants/*.toml`; `sesshu migrate` applies
exactly this and revokes all else. A zone is a login role of one municipality, such as
`m131121_ward_intranet`. S = SELECT, I = INSERT, U = UPDATE, D = DELETE, X = EXECUTE; a small letter: some
columns only. A table or zone without a letter has no rights.
"""


def as_markdown() -> str:
    """The matrices of all systems as one Markdown document."""
    return HEADER + "".join(_system(system) for system in systems())


def _system(system: str) -> str:
    zones = [zone.name for zone in zones_of(system)]
    duties = "".join(f"- `{zone.name}`: {zone.duty}\n" for zone in zones_of(system))
    head = f"| | {' | '.join(zones)} |\n|{'---|' * (len(zones) + 1)}\n"
    targets = sorted({grant.target for grant in grants_of(system)})
    rows = "".join(_row(system, target, zones) for target in targets)
    return f"\n## {system}\n\n{duties}\n{head}{rows}"


def _row(system: str, target: str, zones: list[str]) -> str:
    cells = [
        _letters([g for g in grants_of(system) if (g.target, g.zone) == (target, zone)])
        for zone in zones
    ]
    return f"| `{target.removeprefix('function:')}` | {' | '.join(cells)} |\n"


def _letters(grants: list[Grant]) -> str:
    letters = []
    for grant in grants:
        letter = "X" if grant.privilege == "EXECUTE" else grant.privilege[0]
        letters.append(letter.lower() if "(" in grant.privilege else letter)
    return "".join(sorted(set(letters), key=str.upper))
