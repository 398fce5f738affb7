"""What holds for all series: how to read the manual, how days are counted, and who is left out."""

from datetime import date

from sesshu.kernel.eras import in_japanese
from sesshu.schedule.manual.outline import Cell, Column, Points, Section, Table, Text
from sesshu.schedule.manual.phrases import course_names, period, product_names
from sesshu.schedule.types import Dated, Kind, Reading, Rulebook

KINDS = {
    Kind.LIVE_INJECTED: "注射生ワクチン",
    Kind.LIVE_ORAL: "経口生ワクチン",
    Kind.LIVE_NASAL: "経鼻生ワクチン",
    Kind.INACTIVATED: "不活化ワクチン",
    Kind.INFLUENZA: "インフルエンザワクチン",
    Kind.COVID: "新型コロナワクチン",
}
MISSING_DAYS = {
    "first_of_next_month": "n か月後の月に同じ日がないときは、その翌月の1日とします。",
    "last_of_month": "n か月後の月に同じ日がないときは、その月の末日とします。",
}
LAST_DAYS = {
    "included": "「n歳未満」「n歳に至るまで」は、n歳の誕生日の前日までを含みます。",
    "excluded": "「n歳未満」「n歳に至るまで」は、n歳の誕生日の前々日までとします。",
}
HOW_TO_READ = """
「…から」「…まで」は、どちらもその日を含みます。
「生後2か月に達した日」「9歳に達した日」は、応当日(誕生日)の前日です。法律では、年齢は誕生日の前日に1つ増えます。
「27日以上の間隔」は、前の接種の日と次の接種の日の間に27日あるという意味です。次に受けられるのは、4週間後の同じ曜日からです。
「6か月以上の間隔」は、6か月後の同じ日から受けられるという意味です。
「2か月半」は、2か月後の同じ日から、その月の日数の半分(端数は切り上げ)だけ後の日です。
「標準的な期間・間隔」は定期接種実施要領の定めです。外れても、接種できる期間内なら定期接種です。
「要確認」は、条文そのもので確かめていない値です。番号は、終わりの「要確認の一覧」の番号です。この値による判定には、画面でも同じ印が付きます。
""".strip().splitlines()
RELEASE = (
    "内容はすべて、接種記録の判定に使う規則のデータから作っています。"
    "判定と手引きが食い違うことはありません。"
)


def reading_section(rulebook: Rulebook, on: date) -> Section:
    """How to read the manual, and how the law counts days."""
    heads = ("期間", 4), ("数え方", 7), ("根拠", 5)
    rows = tuple(
        (_days(row), Cell(_counting(row)), Cell(row.provision, row.verify))
        for row in rulebook.readings
    )
    return Section(
        "reading",
        "この手引きの読み方",
        (
            Text(f"{in_japanese(on)}の規則を「現在」として示します。{RELEASE}"),
            Points(tuple(Cell(line) for line in HOW_TO_READ)),
            _table("読み方が分かれるときの数え方", heads, rows),
        ),
    )


def between_section(rulebook: Rulebook) -> Section:
    """Intervals between different vaccines."""
    heads = ("期間", 4), ("先に受けたもの", 4), ("次に受けるもの", 4), ("間隔", 2), ("根拠", 5)
    rows = tuple(
        (
            _days(row),
            Cell("・".join(KINDS[kind] for kind in row.after)),
            Cell("・".join(KINDS[kind] for kind in row.before)),
            Cell(f"{row.at_least.ja}以上"),
            Cell(row.provision, row.verify),
        )
        for row in rulebook.between
    )
    blocks = (
        Text("同じ日に受けること(同時接種)は、どの組合せでも間隔の定めに反しません。"),
        _table("異なるワクチンの間隔", heads, rows),
    )
    return Section("between", "異なるワクチンの間隔", blocks)


def switch_section(rulebook: Rulebook) -> Section:
    """Going on with another vaccine than the doses before."""
    heads = ("期間", 4), ("病気", 3), ("先に受けたもの", 5), ("次に受けるもの", 5), ("根拠", 5)
    rows = tuple(
        (
            _days(row),
            Cell(course_names(row.courses, rulebook)),
            Cell(product_names(row.given, rulebook)),
            Cell(product_names(row.then, rulebook)),
            Cell(row.provision, row.verify),
        )
        for row in rulebook.switches
    )
    blocks = (
        Text("次の組合せでは、種類を替えて続けた接種の扱いを確かめる必要があります。"),
        _table("種類を替えて続けるとき", heads, rows),
    )
    return Section("switches", "種類を替えて続けるとき(交互接種)", blocks)


def exclusion_section(rulebook: Rulebook) -> Section:
    """Who is left out of what, while it lasts."""
    heads = ("記録", 6), ("対象から除かれる種類", 6), ("期間", 4), ("根拠", 5)
    rows = tuple(
        (
            Cell(rulebook.facts[row.fact]),
            Cell("・".join(rulebook.series[code].name for code in row.series) or "すべて"),
            _days(row),
            Cell(row.provision, row.verify),
        )
        for row in rulebook.exclusions
    )
    blocks = (
        Text("次の記録がある方は、その間、定期接種の対象から除かれます。"),
        _table("対象から除かれる方", heads, rows),
    )
    return Section("exclusions", "対象から除かれる方", blocks)


def _days(row: Dated) -> Cell:
    return Cell(period(row.effective_from, row.effective_until))


def _counting(row: Reading) -> str:
    return MISSING_DAYS[row.missing_day] + LAST_DAYS[row.last_day]


def _table(
    caption: str, heads: tuple[tuple[str, int], ...], rows: tuple[tuple[Cell, ...], ...]
) -> Table:
    return Table(Cell(caption), tuple(Column(name, share) for name, share in heads), rows)
