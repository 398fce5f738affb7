"""The document for those who deliver the file says what the code reads."""

import os
import re
from pathlib import Path

from sesshu.wire.residents.codes import RELATIONSHIP_TITLES, TITLES
from sesshu.wire.residents.control import MARK, Encoding
from sesshu.wire.residents.layout import COLUMNS, CONTACT_COLUMNS

DOCUMENT = Path(__file__).parents[3] / "docs/formats/residents.md"


def columns_table() -> str:
    rows = [
        f"| {at} | {column.title} | {column.kind.value} | {column.longest}"
        f" | {'必須' if column.required else ''} | `{column.name}` |"
        for at, column in enumerate(COLUMNS, 1)
    ]
    return "\n".join(
        ["| 順 | 項目 | 書き方 | 最長 | 必須 | 名前 |", "|---|---|---|---|---|---|", *rows]
    )


def codes_table() -> str:
    lists = [(column.title, TITLES[column.codes]) for column in COLUMNS if column.codes] + [
        ("続柄", RELATIONSHIP_TITLES)
    ]
    rows = [
        f"| {title} | " + "、".join(f"{code} {word}" for code, word in codes.items()) + " |"
        for title, codes in lists
    ]
    return "\n".join(["| 項目 | コード |", "|---|---|", *rows])


def with_tables(text: str) -> str:
    for name, table in (("columns", columns_table()), ("codes", codes_table())):
        text = re.sub(
            rf"(<!-- {name}: [^>]*-->\n).*?(<!-- /{name} -->)",
            lambda found, table=table: f"{found[1]}{table}\n{found[2]}",
            text,
            flags=re.DOTALL,
        )
    return text


def test_the_tables_of_the_document_are_those_of_the_code() -> None:
    """After a change of the layout: SESSHU_WRITE_DOCS=1 pytest tests/wire/residents/test_document.py."""
    text = DOCUMENT.read_text(encoding="utf-8")
    if os.environ.get("SESSHU_WRITE_DOCS"):
        DOCUMENT.write_text(with_tables(text), encoding="utf-8")
    assert text == with_tables(text)


def test_the_document_names_the_mark_and_every_encoding() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert all(word in text for word in (MARK, *Encoding))


def test_every_item_of_the_seed_that_concerns_residents_has_its_column() -> None:
    """S1.5, 住民記録情報 of 別添2."""
    seed = (
        "氏名カナ 氏名漢字 生年月日 性別 住所 電話番号 世帯番号 郵便番号 続柄 取消 住登外フラグ 外国人フラグ"
        " 外国人本名カナ 外国人本名漢字 住民となった日 住民でなくなった日 異動区分 異動年月日"
    )
    assert set(seed.split()) <= {column.title for column in COLUMNS}


def test_columns_that_tell_where_somebody_lives_are_all_known() -> None:
    words = ("住所", "番地", "方書", "郵便", "電話", "送付先", "転出先", "町字")
    telling = {c.name for c in COLUMNS if any(word in c.title for word in words)}
    assert telling <= set(CONTACT_COLUMNS)
