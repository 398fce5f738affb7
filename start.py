"""``python3 start.py demo`` and ``test``, the two commands of the README, and their neighbours.

Standard library only: it makes everything else. All that it writes lies under ``var/`` and ``.tools/``.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
TOOLS = ROOT / ".tools"
DEBIAN = VAR / "debian"
PYTHON = (3, 11)
# The tests are shuffled, each time alike (ADR 77); a worker keeps to its half until the other is done, so
# that what the tests of a module share is made once.
SPREAD = ["--randomly-seed=20260401", "--dist=worksteal"]
FONTS = Path("/usr/share/fonts")
# package -> a file that is there once the package is installed
PAPER = {
    "fonts-noto-cjk": str(FONTS / "opentype/noto/NotoSansCJK-Regular.ttc"),
    "fonts-ipamj-mincho": str(FONTS / "truetype/ipamj/ipamjm.ttf"),
    "fonts-ocr-b": str(FONTS / "opentype/ocr-b/OCRB.otf"),
}
BROWSER = {"chromium": "/usr/bin/chromium", **PAPER}


class Stop(Exception):
    """Something an administrator has to do first; the message says what."""


def demo() -> None:
    """A fictional ward in a database of its own, then the portal on localhost."""
    ready()
    paper()
    residents = os.environ.get("RESIDENTS", "20000")
    sesshu("demo", "build", "--residents", residents)
    if "--no-serve" not in os.environ.get("ARGS", "").split():
        sesshu("demo", "serve")


def test() -> None:
    """Everything the tests need, every check, every test."""
    ready(BROWSER)
    said = VAR / "check.txt"
    begun = begin([sys.executable, str(ROOT / "start.py"), "check"], said)
    try:
        python("-m", "pytest", "-n", "2", *SPREAD, *arguments())
    finally:
        sesshu("db", "stop", state=VAR / "test")
        end(begun, said)


def check() -> None:
    """Format, lint, strict types, imports."""
    ready()
    python("-m", "ruff", "format", "--check", "--quiet", ".")
    python("-m", "ruff", "check", "--quiet", ".")
    python("-m", "mypy")
    run([str(venv("lint-imports")), "--cache-dir", str(VAR / "cache" / "imports")])


def bench() -> None:
    """Measure; the table lies in var/bench/results.json. ONLY=id runs one part."""
    ready(BROWSER)
    python("-m", "bench")


def prove() -> None:
    """The long proofs; results lie in var/prove/. ONLY=name runs one."""
    ready(BROWSER)
    try:
        os.environ["PYTHONPATH"] = str(ROOT / "tests")
        python("-m", "proofs", state=VAR / "test")
    finally:
        sesshu("db", "stop", state=VAR / "test")


def shots() -> None:
    """Screenshots of every page into docs/shots/."""
    ready(BROWSER)
    os.environ["SESSHU_SHOTS"] = "1"
    python("-m", "pytest", "tests/journeys", *arguments())


def clean() -> None:
    """Undo all of the above, the embedded database and its system account included."""
    if venv("sesshu").exists():
        for state in (VAR, VAR / "test"):
            if state.exists():
                sesshu("db", "remove", "--yes", state=state)
    for directory in (VAR, TOOLS):
        shutil.rmtree(directory, ignore_errors=True)
    print("消しました: var/ .tools/")


def ready(packages: dict[str, str] | None = None) -> None:
    """Python's packages from uv.lock, and the Debian packages that are asked for."""
    if sys.version_info[:2] != PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        raise Stop(
            f"Python 3.11 が必要です（今は {found}）。`apt install python3.11` などで入れて、"
            "`python3.11 start.py …` と実行してください。"
        )
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    os.environ["UV_PROJECT_ENVIRONMENT"] = str(VAR / "venv")
    os.environ["UV_PYTHON"] = sys.executable
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VAR / "cache" / "pycache"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it lies under var/ and spares half a second
    run([uv(), "sync", "--frozen", "--quiet"])
    debian(packages or {})


def uv() -> str:
    """The uv on the PATH, or one of our own in .tools/."""
    if found := shutil.which("uv"):
        return found
    own = TOOLS / "bin" / "uv"
    if not own.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS), "uv"]
        run(pip)
    return str(own)


def paper() -> None:
    """The fonts of what is printed; a demo without them shows everything and makes no PDF."""
    try:
        debian(PAPER)
    except (Stop, FileNotFoundError) as reason:
        print(f"PDFを作るための書体がありません（ほかは動きます）。{reason}")


def debian(packages: dict[str, str]) -> None:
    """Install what is missing when root, else unpack it under var/debian."""
    missing = [
        name
        for name, file in packages.items()
        if not Path(file).exists() and not (DEBIAN / file.lstrip("/")).exists()
    ]
    if missing:
        install(missing) if os.geteuid() == 0 else unpack(missing)
    if DEBIAN.exists():
        point_at_unpacked()


def install(packages: Sequence[str]) -> None:
    """apt-get as root."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for step in (["apt-get", "update", "-qq"], command):
        if quietly(step) != 0:
            raise Stop(f"次を管理者が実行してください:  apt-get install {' '.join(packages)}")


def unpack(packages: Sequence[str]) -> None:
    """Without root: download the packages with what they need and unpack them under var/."""
    DEBIAN.mkdir(parents=True, exist_ok=True)
    for name in [each for package in packages for each in needs_of(package)]:
        if quietly(["apt-get", "download", "-qq", name], cwd=DEBIAN) != 0:
            wanted = " ".join(packages)
            raise Stop(f"次を管理者が実行してください:  sudo apt-get install {wanted}")
    for archive in DEBIAN.glob("*.deb"):
        run(["dpkg-deb", "-x", str(archive), str(DEBIAN)])
        archive.unlink()


def needs_of(package: str) -> list[str]:
    """The package and those it depends on that are not installed."""
    asked = ["apt-get", "install", "--simulate", "--no-install-recommends", package]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    names = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("Inst ")]
    return names or [package]


def point_at_unpacked() -> None:
    """Let programs find what was unpacked under var/debian."""
    libraries = DEBIAN / "usr" / "lib"
    search = [libraries / "x86_64-linux-gnu", libraries / "aarch64-linux-gnu"]
    os.environ["SESSHU_CHROMIUM"] = str(libraries / "chromium" / "chromium")
    os.environ["LD_LIBRARY_PATH"] = ":".join(map(str, search))
    fonts = Path.home() / ".local" / "share" / "fonts"
    os.environ["SESSHU_FONTS"] = f"{DEBIAN / 'usr' / 'share' / 'fonts'}:{FONTS}"
    os.environ.setdefault("XDG_DATA_DIRS", f"{DEBIAN / 'usr' / 'share'}:{fonts}:/usr/share")


def venv(program: str) -> Path:
    """A program of the project's environment."""
    return VAR / "venv" / "bin" / program


def python(*arguments: str, state: Path = VAR) -> None:
    """The project's Python."""
    run([str(venv("python")), *arguments], state=state)


def sesshu(*arguments: str, state: Path = VAR) -> None:
    """The project's own command, on the installation in ``state``."""
    run([str(venv("sesshu")), *arguments], state=state)


def arguments() -> list[str]:
    """What the caller hands on to pytest: ``ARGS="tests/kernel -x"``."""
    return os.environ.get("ARGS", "").split()


def run(command: Sequence[str], state: Path = VAR) -> None:
    """Run in the project's root and stop with its exit code if it fails."""
    environment = {**os.environ, "SESSHU_STATE": str(state)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise SystemExit(done.returncode)


def begin(command: Sequence[str], said: Path) -> subprocess.Popen[bytes]:
    """Run beside what comes next; what it says goes into a file until `end`."""
    with said.open("wb") as file:
        return subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)


def end(begun: subprocess.Popen[bytes], said: Path) -> None:
    """Wait for it, print what it said, and stop with its exit code if it failed."""
    code = begun.wait()
    print(said.read_text(encoding="utf-8"), end="", flush=True)
    if code != 0:
        raise SystemExit(code)


def quietly(command: Sequence[str], cwd: Path = ROOT) -> int:
    """The exit code of ``command``, its output kept away."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    return done.returncode


COMMANDS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (demo, test, check, bench, prove, shots, clean)
}


def main() -> None:
    """Run the command named, or print the list."""
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in COMMANDS:
        for known, command in COMMANDS.items():
            print(f"python3 start.py {known:6} {(command.__doc__ or '').splitlines()[0]}")
        raise SystemExit(2)
    try:
        COMMANDS[name]()
    except Stop as reason:
        raise SystemExit(str(reason)) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
