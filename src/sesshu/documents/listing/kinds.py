"""Lists of the office: which columns each has. The record of the Act stands whole in F16 (施行規則3条)."""

from sesshu.documents.listing.contract import Column, Kind

PERSON = (
    Column("宛名番号", 15),
    Column("氏名", 24),
    Column("フリガナ", 24),
    Column("生年月日", 20),
)
KINDS = {
    kind.form: kind
    for kind in (
        Kind(
            "F14",
            "対象者一覧表",
            (
                *PERSON,
                Column("性別", 7, "center"),
                Column("住所", 50),
                Column("予防接種", 26),
                Column("回", 10, "center"),
                Column("受けられる期間", 34),
                Column("券番号", 18),
            ),
        ),
        Kind(
            "F15",
            "未接種者一覧表",
            (
                *PERSON,
                Column("住所", 50),
                Column("予防接種", 26),
                Column("回", 10, "center"),
                Column("受けられる最後の日", 22),
                Column("前回の通知", 20),
                Column("通知の数", 11, "end"),
            ),
        ),
        Kind(
            "F16",
            "予防接種台帳（接種者一覧表）",
            (
                Column("接種年月日", 19),
                Column("宛名番号", 15),
                Column("氏名", 23),
                Column("性別", 7, "center"),
                Column("生年月日", 19),
                Column("住所", 42),
                Column("予防接種・回", 24),
                Column("ワクチン・製造番号", 28),
                Column("接種量", 10, "end"),
                Column("医師名", 18),
                Column("実施した医療機関", 28),
            ),
        ),
        Kind(
            "F17",
            "予防接種 個人票",
            (
                Column("接種年月日", 20),
                Column("予防接種", 28),
                Column("回", 10, "center"),
                Column("区分", 14),
                Column("ワクチン", 34),
                Column("製造番号", 18),
                Column("接種量", 10, "end"),
                Column("医療機関", 36),
                Column("医師名", 20),
                Column("備考", 30),
            ),
        ),
        Kind(
            "F18",
            "取込結果・エラーリスト",
            (
                Column("行", 9, "end"),
                Column("券番号", 18),
                Column("氏名", 24),
                Column("接種年月日", 20),
                Column("項目", 22),
                Column("書かれていた値", 30),
                Column("重さ", 12, "center"),
                Column("理由", 58),
                Column("どうするか", 46),
            ),
        ),
        Kind(
            "F20",
            "委託料 内訳書",
            (
                Column("接種の月", 20),
                Column("予防接種", 36),
                Column("実施結果", 26),
                Column("単価", 16, "end"),
                Column("自己負担", 16, "end"),
                Column("件数", 12, "end"),
                Column("金額", 22, "end"),
                Column("扱い", 18),
                Column("理由", 60),
            ),
        ),
    )
}
