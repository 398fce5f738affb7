"""`sesshu schedule manual` as a clerk calls it: files out, without Django."""

import subprocess
import sys
from pathlib import Path

from pypdfium2 import PdfDocument

CALL = "from sesshu.config.command import main; main()"
COUNT = (
    "import sys, atexit; atexit.register(lambda: print('django' in sys.modules, file=sys.stderr));"
)
QUIET = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}


def schedule(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COUNT + CALL, "schedule", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=QUIET | environment,
        check=False,
        timeout=120,
    )


def test_both_files_are_written_for_the_day_that_was_asked_for(tmp_path: Path) -> None:
    html, pdf = tmp_path / "m.html", tmp_path / "m.pdf"
    answer = schedule("manual", "--on", "H250401", "--html", str(html), "--pdf", str(pdf))
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines() == [f"{html} を書きました。", f"{pdf} を書きました。"]
    assert "平成25年4月1日現在" in html.read_text(encoding="utf-8")
    assert "平成25年4月1日現在" in PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert answer.stderr.strip() == "False"


def test_a_call_without_a_file_says_what_to_give() -> None:
    answer = schedule("manual")
    assert answer.returncode == 2
    assert "--html" in answer.stderr


def test_without_fonts_the_package_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    answer = schedule("manual", "--pdf", str(tmp_path / "m.pdf"), SESSHU_FONTS=str(tmp_path))
    assert answer.returncode == 2
    assert "fonts-noto-cjk" in answer.stderr
    assert not (tmp_path / "m.pdf").exists()
