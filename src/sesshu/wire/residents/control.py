"""The control line: which file this is, what it holds and how to tell that it arrived whole."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sesshu.kernel.numbers import is_municipality_code
from sesshu.wire.residents.layout import VERSION

MARK = "SESSHU-RESIDENTS"
_HASH_DIGITS = 64


class FileKind(StrEnum):
    """全件 or 差分."""

    FULL = "full"
    DIFFERENCE = "difference"


class Encoding(StrEnum):
    """How the rows are written; the control line itself is always ASCII."""

    UTF_8 = "UTF-8"
    UTF_8_BOM = "UTF-8-BOM"
    CP932 = "CP932"

    @property
    def codec(self) -> str:
        """Name of the Python codec of the bytes after the BOM."""
        return "cp932" if self is Encoding.CP932 else "utf-8"

    def text_of(self, content: bytes) -> str:
        """The text of the bytes after the BOM; what is no text, or no database keeps (NUL), is U+FFFD."""
        return content.decode(self.codec, "replace").replace("\x00", "\ufffd")


class FileRefused(ValueError):
    """The file is refused whole; nothing of it is used. The message tells the clerk what to do."""


class NotAResidentFile(FileRefused):
    """The first line is no control line of a resident file."""


class HeaderDiffers(FileRefused):
    """The titles of the columns are not those of this version of the layout."""


class CountDiffers(FileRefused):
    """The file holds another number of rows than its control line says."""


class HashDiffers(FileRefused):
    """The rows are not the bytes that the control line was made for."""


class SequenceBroken(FileRefused):
    """A file is missing before this one, or it was loaded already."""


class OtherMunicipality(FileRefused):
    """The file is about residents of another municipality."""


@dataclass(frozen=True, slots=True)
class Control:
    """What the control line says. `sha256` covers every byte after the control line."""

    file_id: str
    municipality: str
    created_at: datetime
    sequence: int
    kind: FileKind
    encoding: Encoding
    count: int
    sha256: str


def render_control(control: Control) -> bytes:
    """The control line with its line end; always of the same length for one file id."""
    fields = (
        MARK,
        str(VERSION),
        control.encoding.value,
        control.file_id,
        control.municipality,
        control.created_at.isoformat(timespec="seconds"),
        f"{control.sequence:08d}",
        control.kind.value,
        f"{control.count:08d}",
        control.sha256,
    )
    return (",".join(fields) + "\r\n").encode("ascii")


def parse_control(line: bytes) -> Control:
    """What a control line says. Raises NotAResidentFile."""
    try:
        return _control_of(line.decode("ascii").rstrip("\r\n").split(","))
    except ValueError as problem:
        raise NotAResidentFile(
            "住民記録ファイルの制御行(1行目)を読み取れません。ファイルの種類を確かめ、作り直しを依頼してください。"
        ) from problem


def require_next(control: Control, last_sequence: int | None) -> None:
    """Refuse a file that does not follow the one loaded last. Raises SequenceBroken.

    The first file a system ever loads must be a full one and may carry any sequence.
    """
    if last_sequence is None:
        if control.kind is not FileKind.FULL:
            raise SequenceBroken(
                "最初に取り込むのは全件ファイルです。全件ファイルを用意してください。"
            )
        return
    if control.sequence <= last_sequence:
        raise SequenceBroken(
            f"連番{control.sequence}のファイルは取込み済みです(最後は{last_sequence})。新しいファイルを選んでください。"
        )
    if control.sequence > last_sequence + 1:
        raise SequenceBroken(
            f"連番{last_sequence + 1}のファイルが届いていません。先にそのファイルを取り込んでください"
            f"(このファイルは{control.sequence})。"
        )


def require_municipality(control: Control, code: str) -> None:
    """Refuse a file of another municipality. Raises OtherMunicipality."""
    if control.municipality != code:
        raise OtherMunicipality(
            f"このファイルは団体コード{control.municipality}のものです。{code}のファイルを選んでください。"
        )


def _control_of(fields: list[str]) -> Control:
    mark, version, encoding, file_id, municipality, created, sequence, kind, count, sha256 = fields
    if mark != MARK or int(version) != VERSION or not file_id:
        raise ValueError(fields)
    if not is_municipality_code(municipality) or len(sha256) != _HASH_DIGITS:
        raise ValueError(fields)
    created_at = datetime.fromisoformat(created)
    if created_at.tzinfo is None:
        raise ValueError(created)
    return Control(
        file_id,
        municipality,
        created_at,
        int(sequence),
        FileKind(kind),
        Encoding(encoding),
        int(count),
        sha256,
    )
