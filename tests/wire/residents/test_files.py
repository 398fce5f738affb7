"""Resident files arrive whole or are refused whole."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from wire.residents.samples import MADE_AT, frame, head, written

from sesshu.wire.residents import parse
from sesshu.wire.residents.control import (
    Control,
    CountDiffers,
    Encoding,
    FileKind,
    FileRefused,
    HashDiffers,
    HeaderDiffers,
    NotAResidentFile,
    OtherMunicipality,
    SequenceBroken,
    parse_control,
    render_control,
    require_municipality,
    require_next,
)
from sesshu.wire.residents.layout import COLUMN_NAMES
from sesshu.wire.residents.parse import open_again, open_file
from sesshu.wire.residents.render import CharactersMissing, render_rows, write_file

SAMPLES = Path(parse.__file__).parent / "samples"
CONTROL = Control("F-1", "131121", MADE_AT, 7, FileKind.DIFFERENCE, Encoding.UTF_8, 2, "a" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "residents.csv"


def names(path: Path) -> list[str]:
    return [name for batch in open_file(path).batches() for name in batch.frame["name"]]


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_file_reads_back_as_it_was_written_in_every_encoding(
    path: Path, encoding: Encoding
) -> None:
    written(
        path, {"name": "髙橋　葵"}, {"name": "山﨑　翔", "building": 'A, B "C"'}, encoding=encoding
    )
    batches = list(open_file(path).batches())
    assert [batch.bad_rows for batch in batches] == [()]
    assert batches[0].frame["building"].to_list() == [None, 'A, B "C"']
    assert names(path) == ["髙橋　葵", "山﨑　翔"]


@pytest.mark.parametrize(
    ("encoding", "start"),
    [
        (Encoding.UTF_8, b"SESSHU"),
        (Encoding.UTF_8_BOM, b"\xef\xbb\xbfSESSHU"),
        (Encoding.CP932, b"SESSHU"),
    ],
)
def test_only_the_file_with_a_mark_begins_with_one(
    path: Path, encoding: Encoding, start: bytes
) -> None:
    assert written(path, {}, encoding=encoding).read_bytes().startswith(start)


def test_characters_that_cp932_does_not_know_are_all_named(path: Path) -> None:
    people = frame({"name": "𠮷田　葵"}, {"name": "髙橋　翔"}, {"address": "辻\U000e0101町1"})
    with pytest.raises(CharactersMissing, match=r"𠮷\(U\+20BB7\)") as caught:
        write_file(path, head(Encoding.CP932), [people])
    assert [(one.column, one.characters) for one in caught.value.found] == [
        ("氏名漢字", "𠮷"),
        ("住所", "\U000e0101"),
    ]


@pytest.mark.parametrize("batch_bytes", [1, 700, 1 << 20])
def test_lines_are_numbered_alike_however_small_the_batches(path: Path, batch_bytes: int) -> None:
    written(path, *({"atena_number": f"{number:010d}"} for number in range(1, 9)))
    frames = [batch.frame for batch in open_file(path).batches(batch_bytes)]
    assert [line for one in frames for line in one["line_number"]] == list(range(3, 11))


@pytest.mark.parametrize("batch_bytes", [1, 700, 1 << 20])
def test_pieces_follow_each_other_without_a_gap_and_each_knows_the_next(
    path: Path, batch_bytes: int
) -> None:
    file = open_file(written(path, *({} for _ in range(8))))
    pieces = list(file.pieces(batch_bytes))
    assert sum(piece.lines for piece in pieces) == 8
    assert pieces[-1].at + pieces[-1].length == path.stat().st_size
    assert [file.piece_behind(piece) for piece in pieces] == [*pieces[1:], None]


def test_a_file_opened_again_is_the_same_file(path: Path) -> None:
    assert open_again(written(path, {})) == open_file(path)


def test_with_a_key_nobody_can_try_out_what_a_row_held(path: Path) -> None:
    file = open_file(written(path, {}))
    prints = {
        batch.frame["fingerprint"][0]
        for key in (b"", b"one key", b"another")
        for batch in file.batches(key=key)
    }
    assert len(prints) == 3


def test_a_difference_of_no_rows_is_still_a_file(path: Path) -> None:
    control = write_file(path, head(), [])
    assert control.count == 0
    assert list(open_file(path).batches()) == []


def test_a_file_that_was_cut_off_is_refused(path: Path) -> None:
    written(path, {}, {}, {})
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(CountDiffers, match="3件"):
        open_file(path)


def test_a_file_in_which_one_letter_changed_is_refused(path: Path) -> None:
    written(path, {})
    path.write_bytes(path.read_bytes().replace("葵".encode(), "茜".encode()))
    with pytest.raises(HashDiffers):
        open_file(path)


def test_a_file_with_other_columns_is_refused_and_the_column_named(path: Path) -> None:
    written(path, {})
    path.write_bytes(path.read_bytes().replace("続柄".encode(), "続き柄".encode()))
    with pytest.raises(HeaderDiffers, match="余分:続き柄"):
        open_file(path)


def test_a_mark_that_the_control_line_does_not_announce_is_refused(path: Path) -> None:
    written(path, {})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    with pytest.raises(HeaderDiffers, match="BOM"):
        open_file(path)


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"a,b,c\r\n", "宛名番号,氏名\n".encode()])
def test_any_other_file_is_refused_as_such(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotAResidentFile):
        open_file(path)


def test_bytes_that_are_no_text_make_one_bad_row_and_no_more(path: Path) -> None:
    broken = render_rows(frame({}, {})).encode().replace("葵".encode(), b"\xff\xfe", 1)
    header = b",".join(title.encode() for title in parse.COLUMN_TITLES) + b"\r\n"
    control = replace(CONTROL, sha256=parse.sha256(header + broken).hexdigest())
    path.write_bytes(render_control(control) + header + broken)
    (batch,) = open_file(path).batches()
    assert batch.frame["line_number"].to_list() == [4]
    assert [bad.line.number for bad in batch.bad_rows] == [3]
    assert "FF" in batch.bad_rows[0].faults[0].reason
    assert "\\xff" in batch.bad_rows[0].line.text


def test_a_control_line_says_what_it_was_told() -> None:
    assert parse_control(render_control(CONTROL)) == CONTROL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"131121", b"131122"),
        (b"SESSHU-RESIDENTS,1", b"SESSHU-RESIDENTS,2"),
        (b"difference", b"half"),
        (b"+09:00", b""),
        (b"aaaa\r\n", b"\r\n"),
        (b"UTF-8", b"UTF-7"),
    ],
)
def test_a_control_line_with_a_wrong_word_is_refused(before: bytes, after: bytes) -> None:
    with pytest.raises(NotAResidentFile):
        parse_control(render_control(CONTROL).replace(before, after))


def test_the_next_file_is_the_next_number() -> None:
    require_next(CONTROL, 6)
    require_next(replace(CONTROL, kind=FileKind.FULL), None)


@pytest.mark.parametrize(
    ("last", "reason"), [(5, "連番6"), (7, "取込み済み"), (9, "取込み済み"), (None, "全件")]
)
def test_a_gap_a_repetition_and_a_difference_without_a_start_are_refused(
    last: int | None, reason: str
) -> None:
    with pytest.raises(SequenceBroken, match=reason):
        require_next(CONTROL, last)


def test_a_file_of_the_neighbor_is_refused() -> None:
    require_municipality(CONTROL, "131121")
    with pytest.raises(OtherMunicipality, match="131121"):
        require_municipality(CONTROL, "131156")


def test_every_refusal_is_of_one_kind_so_that_a_screen_can_show_it() -> None:
    for refusal in (NotAResidentFile, HeaderDiffers, CountDiffers, HashDiffers, SequenceBroken):
        assert issubclass(refusal, FileRefused)


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_the_published_samples_are_good_files(sample: Path) -> None:
    batches = list(open_file(sample).batches())
    assert all(batch.bad_rows == () for batch in batches)


def test_a_published_sample_is_read_as_its_golden_values() -> None:
    (batch,) = open_file(SAMPLES / "difference-utf8.csv").batches()
    with (SAMPLES / "difference-utf8.expected.tsv").open(encoding="utf-8", newline="") as golden:
        expected = list(csv.DictReader(golden, delimiter="\t"))
    read = [{name: _as_text(row[name]) for name in COLUMN_NAMES} for row in batch.frame.to_dicts()]
    assert read == expected


def test_a_published_sample_is_written_byte_for_byte(path: Path) -> None:
    sample = open_file(SAMPLES / "difference-utf8.csv")
    control = sample.control
    again = replace(
        head(control.encoding, control.sequence),
        file_id=control.file_id,
        created_at=control.created_at,
        kind=control.kind,
    )
    write_file(path, again, (batch.frame for batch in sample.batches()))
    assert path.read_bytes() == sample.path.read_bytes()


def _as_text(value: object) -> str:
    return "" if value is None else str(value)
