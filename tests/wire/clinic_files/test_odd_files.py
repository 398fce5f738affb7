"""A thousand odd files: whatever bytes come, they are refused as a whole or every line of them is read."""

from pathlib import Path

import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from sesshu.wire.clinic_files.parse import open_file, read_line
from sesshu.wire.residents.control import FileRefused

SAMPLES = sorted((Path(__file__).parents[3] / "src/sesshu/wire/clinic_files/samples").glob("*.csv"))
ODD = (
    st.binary(max_size=12)
    | st.sampled_from([b"\x00", b"\xff\xfe", b"\xe2\x80\xa8", b'"', b'""', b",", b"\r", b"\n\n"])
    | st.sampled_from(["９９９９-９９-９９", "\ud7ff", "𠮷", "ﾊﾅｺ"]).map(str.encode)
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A good file with a few stretches of it replaced, taken out, doubled or cut off."""
    content = draw(st.sampled_from([path.read_bytes() for path in SAMPLES]))
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, len(content)))
        last = min(len(content), first + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["replace", "double", "cut"])):
            case "replace":
                content = content[:first] + draw(ODD) + content[last:]
            case "double":
                content = content[:last] + content[first:]
            case "cut":
                content = content[:first]
    return content


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


@settings(max_examples=examples(1000))
@given(content=spoilt())
def test_an_odd_file_is_refused_or_read_line_by_line(folder: Path, content: bytes) -> None:
    path = folder / "odd.csv"
    path.write_bytes(content)
    try:
        file = open_file(path)
    except FileRefused:
        return
    numbers = [line.number for line in file.lines]
    assert numbers == sorted(set(numbers))
    for line in file.lines:
        assert "\x00" not in line.text  # PostgreSQL would refuse the whole file for it
        read = read_line(line)
        assert (read.form is None) == bool(read.faults)
        for fault in read.faults:
            assert fault.reason
            assert fault.remedy
