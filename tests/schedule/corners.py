"""Write the cases of corners: where two rules meet, and only one person in a thousand tells them apart.

`python tests/schedule/corners.py` rewrites rulebook/cases/corners.csv. The days are worked out by hand.
"""
# ruff: noqa: E501  a table

from collections.abc import Iterator
from dataclasses import replace

from arithmetic import Case, day, names, write

# fmt: off
JE = "予防接種実施規則第14条・附則第2条・第3条、予防接種法施行令附則第2項"
ILL = "long_illness@2019-06-01..2021-12-01"


def given(what: str, born: str, before: str, answers: str, law: str, *last: tuple[str, str], facts: str = "", sex: str = "F", verify: str = "") -> Iterator[Case]:
    """The same history, each time with another last dose and the answer about it."""
    for dose, answer in last:
        doses = f"{before} {dose}".strip()
        yield Case(next(names), f"{what}、{dose.split('@')[1]}", day(born), sex, facts, doses, f"{answers} {answer}".strip(), law=law, verify=verify)


def told(what: str, born: str, doses: str, on: str, series: str, law: str, sex: str = "F", facts: str = "", **answer: str) -> Case:
    """What is said of a series on a day."""
    behind = " ".join("-" for _ in doses.split())
    return replace(Case(next(names), what, day(born), sex, facts, doses, behind, on, series, law=law), **answer)


def japanese_encephalitis() -> Iterator[Case]:
    # 特例B: born 2007-04-02 until 2009-10-01
    b = "2008-05-10"
    yield from given("特例B、90か月に達する日まで", b, "", "", JE, ("JE1@2015-11-09", "A1"), ("JE1@2015-11-10", "V?!11"))
    yield from given("特例B、13歳に達する日まで", b, "", "", JE, ("JE1@2021-05-09", "A1"), ("JE1@2021-05-10", "V?!11=too_old"))
    yield from given("特例B、長期療養の後", b, "", "", JE, ("JE1@2022-06-10", "A1"), facts=ILL)
    yield from given("特例B、平成22年3月31日までに始めた方の追加は6日から", b, "JE1@2010-03-31 JE1@2010-09-10", "A1 A2", JE, ("JE1@2010-09-16", "V?!4=too_soon"), ("JE1@2010-09-17", "A3b"))
    yield from given("特例B、平成22年4月1日に始めた方の追加は6か月から", b, "JE1@2010-04-01 JE1@2010-09-10", "A1 A2", JE, ("JE1@2010-09-17", "V?!4=too_soon"), ("JE1@2011-03-09", "V?!4=too_soon"), ("JE1@2011-03-10", "A3b"))
    yield told("特例B、残りの回数に標準の期間はない", b, "JE1@2010-03-31", "2010-09-01", "JE1", JE, status="due", next_dose="2", standard_from="none", standard_until="none")
    yield told("特例Bでない始め方には標準の期間がある", b, "JE1@2010-04-01", "2010-09-01", "JE1", JE, status="due", next_dose="2", standard_from="2011-05-09", standard_until="2010-04-30")
    yield from given("特例B、最後の日まで6日から", b, "JE1@2010-03-01 JE1@2022-09-20", "A1 A2", JE, ("JE1@2022-09-30", "A3b"), ("JE1@2022-10-01", "V?!4=too_soon"), facts=ILL)
    yield told("特例Bの後、年齢を過ぎた方", b, "", "2022-11-01", "JE1", JE, status="missed")
    yield told("特例Bの後、年齢を過ぎた方の第2期", b, "", "2022-11-01", "JE2", JE, status="missed")
    yield from given("特例の始まる前日は6か月、初日から6日", b, "JE1@2010-03-01 JE1@2010-03-10", "A1 A2", JE, ("JE1@2010-08-26", "V?!4=too_soon"), ("JE1@2010-08-27", "A3b"))
    yield from given("特例B、第2期は追加から6日、最後の日まで", "2009-10-01", "JE1@2010-05-01 JE1@2010-05-10 JE1@2022-09-26", "A1 A2 -", JE, ("JE2@2022-09-30", "V?!4=too_soon"))
    yield from given("特例Bの後、第2期に間隔の定めはない", b, "JE1@2010-05-01 JE1@2010-05-10 JE1@2022-09-27", "A1 A2 -", JE, ("JE2@2022-10-01", "A1"), facts=ILL)
    yield from given("特例Bの後、13歳に達した翌日の第2期", "2009-10-01", "", "", JE, ("JE2@2022-10-01", "V?!11=too_old"))
    # 特例A: born 1995-06-01 until 2007-04-01
    yield from given("特例A、平成23年5月19日までは90か月まで", "2003-06-10", "", "", JE, ("JE1@2010-12-09", "A1"), ("JE1@2010-12-10", "V?!11"))
    yield from given("特例A、平成23年5月20日から20歳まで", "1997-06-01", "", "", JE, ("JE1@2011-05-19", "V?!11=too_old"), ("JE1@2011-05-20", "A1"))
    yield from given("特例A、平成23年5月19日までに始めた方、2回目", "2000-01-10", "JE1@2011-05-19", "A1", JE, ("JE1@2011-05-25", "V?!4=too_soon"), ("JE1@2011-05-26", "A2"))
    yield from given("特例A、平成23年5月19日までに始めた方、3回目", "2000-01-10", "JE1@2011-05-19 JE1@2011-05-26", "A1 A2", JE, ("JE1@2011-06-01", "V?!4=too_soon"), ("JE1@2011-06-02", "A3b"))
    yield from given("特例A、平成23年5月20日に始めた方、2回目", "2000-01-10", "JE1@2011-05-20", "A1", JE, ("JE1@2011-05-26", "V?!4=too_soon"), ("JE1@2011-05-27", "A2"))
    yield from given("特例A、平成23年5月20日に始めた方、3回目", "2000-01-10", "JE1@2011-05-20 JE1@2011-05-27", "A1 A2", JE, ("JE1@2011-11-26", "V?!4=too_soon"), ("JE1@2011-11-27", "A3b"))
    yield from given("特例A、28日までの2回目は平成25年3月31日まで", "2000-01-10", "JE1@2013-02-01", "A1", JE, ("JE1@2013-03-31", "V?!4=too_late"), ("JE1@2013-04-01", "A2"))
    yield from given("特例A、平成25年から、平成23年5月19日までに始めた方の3回目", "2000-01-10", "JE1@2011-05-19 JE1@2014-01-10", "A1 A2", JE, ("JE1@2014-01-16", "V?!4=too_soon"), ("JE1@2014-01-17", "A3b"))
    yield from given("特例A、平成25年から、平成23年5月20日に始めた方の3回目", "2000-01-10", "JE1@2011-05-20 JE1@2014-01-10", "A1 A2", JE, ("JE1@2014-01-17", "V?!4=too_soon"), ("JE1@2014-07-10", "A3b"))
    yield from given("特例A、平成25年から、2回目", "2000-01-10", "JE1@2014-01-10", "A1", JE, ("JE1@2014-01-16", "V?!4=too_soon"), ("JE1@2014-01-17", "A2"))
    yield told("特例A、4歳から20歳まで", "2000-05-10", "", "2014-01-10", "JE1", JE, status="due", next_from="2011-05-20", next_until="2020-05-09")
    yield told("特例A、4歳になる前に始めた方の2回目", "2006-05-10", "JE1@2009-01-10", "2014-01-10", "JE1", JE, status="due", next_dose="2", next_from="2010-05-09", next_until="2026-05-09")
    yield from given("特例A、平成23年5月19日まで、第2期は9歳から", "2002-01-10", "", "", JE, ("JE2@2011-01-08", "V?!11=too_young"), ("JE2@2011-01-09", "A1"))
    yield from given("特例A、平成23年5月19日まで、第2期は13歳まで", "1998-01-10", "", "", JE, ("JE2@2011-01-09", "A1"), ("JE2@2011-01-10", "V?!11=too_old"))
    yield from given("特例A、平成23年5月19日まで、第2期", "1998-01-10", "", "", JE, ("JE2@2010-12-01", "A1"), verify="je-history")
    yield from given("特例A、平成23年5月20日から、第2期は3回の後", "2000-01-10", "", "", JE, ("JE2@2011-05-19", "A1"), ("JE2@2011-05-20", "V?!4=stage_first"))
    three = "JE1@2011-06-01 JE1@2011-06-10 JE1@2012-01-10"
    yield from given("特例A、4回目", "2000-01-10", three, "A1 A2 A3b", JE, ("JE2@2014-01-10", "A1"), verify="je-exception")
    # born 1995-04-02 until 1995-05-31: joined 特例A in 2013
    j = "1995-05-10"
    yield from given("平成25年4月1日から特例A、その前日", j, "", "", JE, ("JE1@2013-03-31", "V?!11=too_old"), verify="je-history")
    yield from given("平成25年4月1日から特例A、第2期、その前日", j, "", "", JE, ("JE2@2013-03-31", "V?!11=too_old"), verify="je-history")
    yield from given("平成25年4月1日から特例A、20歳まで", j, "", "", JE, ("JE1@2015-05-09", "A1"), ("JE1@2015-05-10", "V?!11=too_old"))
    yield told("平成25年4月1日から特例A、4歳から20歳まで", j, "", "2014-01-10", "JE1", JE, status="due", next_from="2011-05-20", next_until="2015-05-09")
    yield told("平成25年4月1日から特例A、4歳になる前に始めた方の2回目", j, "JE1@1998-01-10", "2014-01-10", "JE1", JE, status="due", next_dose="2", next_from="1999-05-09")
    old = "JE1@1999-06-01 JE1@1999-06-08 JE1@2000-06-10"
    yield from given("平成25年4月1日から特例A、4回目", j, old, "N1 N2 N3b", JE, ("JE2@2013-04-01", "A1"), ("JE2@2015-05-09", "A1"), verify="je-exception je-history")
    yield from given("平成25年4月1日から特例A、4回目、20歳に達した後", j, old, "N1 N2 N3b", JE, ("JE2@2015-05-10", "V?!11=too_old"))
    yield told("平成25年4月1日から特例A、4回目は9歳から", j, old, "2014-01-10", "JE2", JE, status="due", next_from="2004-05-09", next_until="2015-05-09")
    yield from given("特例の前の生まれ", "1995-04-01", "", "", JE, ("JE1@2012-01-10", "V?!11=too_old"))
    yield from given("特例の前の生まれ、第2期", "1995-04-01", "", "", JE, ("JE2@2012-01-10", "V?!11=too_old"))
    # the others
    yield from given("第2期、9歳に達する日から", "2010-05-10", "", "", JE, ("JE2@2019-05-08", "V?!11=too_young"), ("JE2@2019-05-09", "A1"))
    yield from given("第2期、13歳に達する日まで", "2010-05-10", "", "", JE, ("JE2@2023-05-09", "A1"), ("JE2@2023-05-10", "V?!11=too_old"))
    mouse = "JE1:JE-MOUSE@2009-06-01 JE1:JE-MOUSE@2009-06-10 JE1:JE-MOUSE@2010-08-22/counts"
    yield from given("第2期、平成22年8月26日まで間隔の定めはない", "2001-05-10", mouse, "- - -", JE, ("JE2:JE-MOUSE@2010-08-26", "A1"))
    yield from given("第2期、平成22年8月27日から6日", "2001-05-10", mouse.replace("JE-MOUSE@2010", "JE@2010"), "- - -", JE, ("JE2:JE@2010-08-27", "V?!4=too_soon"))


HPV = "予防接種法施行令附則第5項・予防接種実施規則第18条"


def hpv() -> Iterator[Case]:
    girl = "2006-05-10"
    yield from given("経過措置、令和4年3月31日の1回だけ", girl, "HPV:HPV4@2022-03-31", "A1", HPV, ("HPV:HPV9@2025-05-01", "V?!11=not_begun_in_time"))
    yield from given("経過措置、令和4年4月1日の1回", girl, "HPV:HPV4@2022-04-01", "A1", HPV, ("HPV:HPV9@2025-05-01", "A2"))
    yield from given("経過措置、令和7年4月1日に数えると決めた1回だけ", "2008-05-10", "HPV:HPV9@2025-04-01/counts", "V1!11", HPV, ("HPV:HPV9@2025-06-01", "V?!11=not_begun_in_time"))
    bivalent = "HPV:HPV2@2013-04-01 HPV:HPV2@2013-05-01"
    yield told("2価の3回目の標準、13歳の年度", "2000-05-10", bivalent, "2013-05-02", "HPV", HPV, next_dose="3", next_from="2013-09-01", standard_from="2013-10-01", standard_until="2014-03-31")
    yield told("2価の3回目の標準、12歳の年度", "2001-05-10", bivalent, "2013-05-02", "HPV", HPV, next_dose="3", next_from="2013-09-01", standard_from="2014-04-01", standard_until="2015-03-31")
    late = "2000-05-10"
    yield from given("キャッチアップ、2価の3回目は2回目から2か月半", late, "HPV:HPV2@2022-05-01 HPV:HPV2@2022-09-01", "A1 A2", HPV, ("HPV:HPV2@2022-11-15", "V?!4=too_soon"), ("HPV:HPV2@2022-11-16", "A3"))
    yield from given("キャッチアップ、2価の間に4価、2価では終われない", late, "HPV:HPV2@2022-05-01 HPV:HPV4@2022-07-01/counts", "A1 -", HPV, ("HPV:HPV2@2022-12-01", "V?!1"))
    yield from given("キャッチアップ、4価で3回", late, "HPV:HPV4@2023-05-01 HPV:HPV4@2023-06-01", "A1 A2", HPV, ("HPV:HPV4@2023-08-31", "V?!4=too_soon"), ("HPV:HPV4@2023-09-01", "A3"))
    yield from given("9価の2回法、5か月に足りない2回目は3回法の2回目", "2010-05-10", "HPV:HPV9@2023-05-01", "A1", HPV, ("HPV:HPV9@2023-09-30", "A2"))
    yield told("9価の2回法、5か月に足りない2回目の後は3回目", "2010-05-10", "HPV:HPV9@2023-05-01 HPV:HPV9@2023-09-30", "2023-10-01", "HPV", HPV, status="waiting", next_dose="3", next_from="2023-12-30")
    yield told("9価の2回法、15歳に達する日に始めた方", "2008-05-10", "HPV:HPV9@2023-05-09 HPV:HPV9@2023-10-09", "2023-10-10", "HPV", HPV, status="complete")
    yield told("9価の2回法、15歳に達した翌日に始めた方", "2008-05-10", "HPV:HPV9@2023-05-10 HPV:HPV9@2023-10-10", "2023-10-11", "HPV", HPV, status="waiting", next_dose="3")
    yield told("9価の2回法の後に2価が数えられた方は3回", "2012-05-10", "HPV:HPV2@2025-05-01 HPV:HPV9@2025-10-01", "2025-10-02", "HPV", HPV, status="waiting", next_dose="3")
    yield from given("4価、令和8年4月1日には使えない", "2012-05-10", "", "", HPV, ("HPV:HPV2@2026-04-01", "V?!1=wrong_product"))
    yield from given("平成9年4月1日以前の生まれ", "1997-04-01", "", "", HPV, ("HPV:HPV9@2024-04-01", "V?!11=too_old"), verify="older-text")


SHORTAGE = "予防接種法施行令第3条第2項(供給不足)"
LACK = "vaccine_shortage@2025-03-01"


def measles_and_rubella() -> Iterator[Case]:
    yield from given("供給不足、第1期は令和7年4月1日から", "2022-05-10", "", "", SHORTAGE, ("MR1@2025-03-31", "V?!11"), facts=LACK)
    yield from given("供給不足、第1期は令和7年4月1日から", "2022-05-10", "", "", SHORTAGE, ("MR1@2025-04-01", "A1"), facts=LACK, verify="mr-shortage older-text")
    yield from given("供給不足、第2期は令和9年3月31日まで", "2018-05-10", "", "", SHORTAGE, ("MR2@2027-03-31", "A1"), facts=LACK, verify="mr-shortage")
    yield from given("供給不足、第2期は令和9年3月31日まで", "2018-05-10", "", "", SHORTAGE, ("MR2@2027-04-01", "V?!11"), facts=LACK)
    yield from given("供給不足、平成31年4月2日生まれは対象でない", "2019-04-02", "", "", SHORTAGE, ("MR2@2026-05-10", "V?!11"), facts=LACK)
    yield from given("供給不足、平成31年4月1日生まれ", "2019-04-01", "", "", SHORTAGE, ("MR2@2026-05-10", "A1"), facts=LACK)
    yield from given("供給不足、第5期", "1970-05-10", "", "", SHORTAGE, ("RUB5@2026-05-10", "A1"), facts=LACK, sex="M", verify="mr-shortage")


FIRST = "予防接種実施規則第9条・第10条・定期接種実施要領"
FOUR = "DPT-IPV@2014-08-20 DPT-IPV@2014-09-20 DPT-IPV@2014-10-20 DPT-IPV@2015-05-20"
HIBS = "HIB@2014-07-10 HIB@2014-08-10 HIB@2014-09-10 HIB@2015-05-10"


def first_stage() -> Iterator[Case]:
    born = "2014-05-10"
    done = "A1 A2 A3 A4b"
    # 5混 given before it was law counts for every disease that is still open, and on 2024-04-01 no longer
    for name, before, kept in (
        ("Hib", FOUR, done),
        ("ポリオ", f"{FOUR.replace('DPT-IPV', 'DPT')} {HIBS}", f"{done} {done}"),
        ("ジフテリアなど", f"{FOUR.replace('DPT-IPV', 'IPV')} {HIBS}", f"{done} {done}"),
    ):
        history = " ".join(sorted(before.split(), key=lambda dose: dose.split("@")[1]))
        behind = " ".join("-" for _ in kept.split())
        law = "令和6年厚生労働省令第69号附則第2条"
        yield from given(f"{name}だけ残る方の5種混合", born, history, behind, law, ("DPT-IPV-Hib:DPT-IPV-Hib@2024-03-31", "V1"), ("DPT-IPV-Hib:DPT-IPV-Hib@2024-04-01", "V?!11=too_old"))
    ill = "long_illness@2014-06-10..2024-06-10"
    law = "予防接種法施行令第3条第2項・施行規則第2条の10"
    yield from given("長期療養の後、Hibだけ残る方の5種混合", born, FOUR, done, law, ("DPT-IPV-Hib@2026-03-20", "A1"), facts=ill, verify="long-illness older-text")
    yield from given("長期療養の後、Hibだけ残る方の5種混合、最後の日", born, FOUR, done, law, ("DPT-IPV-Hib@2026-06-09", "A1"), facts=ill, verify="long-illness")
    yield from given("長期療養の後、Hibだけ残る方の5種混合、翌日", born, FOUR, done, law, ("DPT-IPV-Hib@2026-06-10", "V?!11"), facts=ill)
    four = FOUR.replace("2015", "2017").replace("2014", "2016")
    yield from given("長期療養の後、Hibだけ残る方の5種混合は1回で終わらない", "2016-05-10", f"{four} DPT-IPV-Hib@2024-07-20", f"{done} A1", law, ("DPT-IPV-Hib@2024-08-20", "A2"), facts="long_illness@2016-06-10..2024-06-10")
    long = "long_illness@2010-06-10..2024-06-10"
    four = FOUR.replace("2014", "2010").replace("2015", "2011")
    yield from given("長期療養の後、Hibだけ残る方、15歳まで", "2010-01-10", four.replace("DPT-IPV@", "DPT@"), done, law, ("HIB@2020-01-10", "V?!11"), facts=long)
    for day_, answer in (("2025-05-09", "A1"), ("2025-05-10", "V?!11")):
        old = "DPT-IPV@2012-11-20 DPT-IPV@2012-12-20 DPT-IPV@2013-01-20 DPT-IPV@2013-08-20"
        yield from given("長期療養の後、Hibだけ残る方の5種混合、15歳まで", "2010-05-10", old, done, law, (f"DPT-IPV-Hib@{day_}", answer), facts=long)
    hibs = "HIB@2014-07-10 HIB@2014-08-10 HIB@2014-09-10 HIB@2015-05-10"
    end = "long_illness@2014-06-10..2025-01-10"
    yield from given("長期療養の後、Hibが済んだ方の5種混合、最後の日", born, hibs, done, law, ("DPT-IPV-Hib@2027-01-09", "A1"), facts=end, verify="long-illness")
    yield from given("長期療養の後、Hibが済んだ方の5種混合、翌日", born, hibs, done, law, ("DPT-IPV-Hib@2027-01-10", "V?!11"), facts=end)
    end = "long_illness@2014-06-10..2028-10-10"
    yield from given("長期療養の後、Hibが済んだ方の5種混合、15歳まで", born, hibs, done, law, ("DPT-IPV-Hib@2029-05-09", "A1"), ("DPT-IPV-Hib@2029-05-10", "V?!11"), facts=end)
    # 令和5年4月1日から生後2か月
    yield from given("3種混合、令和5年4月1日から生後2か月", "2023-01-15", "", "", FIRST, ("DPT@2023-03-31", "V?!11=too_young"), ("DPT@2023-04-01", "A1"))
    yield from given("不活化ポリオ、令和5年4月1日から生後2か月", "2023-01-15", "", "", FIRST, ("IPV@2023-03-31", "V?!11=too_young"), ("IPV@2023-04-01", "A1"))
    # 標準の期間は平成26年4月1日から
    dpts = "DPT@2013-05-10 DPT@2013-06-10 DPT@2013-07-10 DPT@2014-01-20"
    yield told("不活化ポリオ、平成26年3月31日", "2013-01-10", dpts, "2014-03-31", "IPV", FIRST, next_dose="1", standard_until="none")
    yield told("不活化ポリオ、平成26年4月1日", "2013-01-10", dpts, "2014-04-01", "IPV", FIRST, next_dose="1", standard_until="2014-01-09")
    yield from given("不活化ポリオの追加は6か月から", "2012-04-10", "IPV@2012-09-10 IPV@2012-10-10 IPV@2012-11-10", "A1 A2 A3", FIRST, ("IPV@2013-05-09", "V?!4=too_soon"), ("IPV@2013-05-10", "A4b"))
    dpts = "DPT@2023-08-20 DPT@2023-09-20 DPT@2023-10-20 DPT@2024-05-20"
    ipvs = "IPV@2023-08-20 IPV@2023-09-20 IPV@2023-10-20"
    history = " ".join(sorted(f"{dpts} {ipvs}".split(), key=lambda dose: dose.split("@")[1]))
    yield told("不活化ポリオの追加の標準は12か月から18か月", "2023-05-10", history, "2024-06-01", "IPV", FIRST, status="due", next_dose="4", next_from="2024-04-20", standard_from="2024-10-20", standard_until="2025-04-20")
    yield told("3種混合の3回目は6か月あけても追加ではない", "2015-01-10", "DPT@2015-05-01 DPT@2015-06-01 DPT@2016-01-10 IPV@2015-05-01 IPV@2015-06-01 IPV@2015-07-01 IPV@2016-01-10", "2016-01-11", "DPT", FIRST, status="waiting", next_dose="4", next_from="2016-07-10")
    # Hib by 5混 is not finished by one dose or by an early booster
    yield told("生後14か月に5種混合で始めた方のHib", "2024-05-10", "DPT-IPV-Hib@2025-07-20", "2025-07-21", "HIB", FIRST, status="other_series")
    yield told("生後3か月と13か月に5種混合を受けた方のHib", "2024-05-10", "DPT-IPV-Hib@2024-08-20 DPT-IPV-Hib@2025-06-20", "2025-06-21", "HIB", FIRST, status="other_series")
    yield told("生後8か月と13か月に5種混合を受けた方のHib", "2024-05-10", "DPT-IPV-Hib@2025-01-20 DPT-IPV-Hib@2025-06-20", "2025-06-21", "HIB", FIRST, status="other_series")
    # 5混 given before it had a voucher is no dose of Hib単独: it neither finishes nor boosts
    private = "DPT-IPV-Hib:DPT-IPV-Hib"
    for what, born_, doses in (
        ("生後14か月の1回", "2023-01-10", f"{private}@2024-03-20"),
        ("生後4か月と14か月の2回", "2022-12-10", f"{private}@2023-04-20 {private}@2024-02-20"),
        ("生後8か月と13か月の2回", "2022-12-10", f"{private}@2023-08-20 {private}@2024-01-20"),
    ):
        yield told(f"定期になる前の5種混合、{what}ではHibは済まない", born_, doses, "2024-05-01", "HIB", "令和6年厚生労働省令第69号附則第2条", status="other_series")
    four = FOUR.replace("2015", "2017").replace("2014", "2016")
    yield from given("定期になる前の5種混合、長期療養の後でもHibは1回で済まない", "2016-05-10", f"{four} {private}@2024-03-20", f"{done} V1", law, ("DPT-IPV-Hib@2024-05-20", "A2"), facts="long_illness@2016-06-10..2023-06-10")
    hib = "予防接種実施規則第9条第4項・第10条第2項"
    yield told("6か月半で始めた方のHibの3回目の標準", "2022-05-10", "HIB@2022-11-25 HIB@2022-12-25", "2022-12-26", "HIB", hib, status="waiting", next_dose="3", next_from="2023-01-22", standard_from="2023-01-22", standard_until="2023-02-20")
    yield told("12か月半で始めていない方のHibに標準の期間はない", "2022-05-10", "", "2023-05-25", "HIB", hib, status="due", next_dose="1", standard_until="none")
    mixed = "DPT@2024-07-10 DPT@2024-08-01 DPT@2024-08-22 DPT@2025-02-22 IPV@2024-07-10 IPV@2024-08-01 IPV@2024-08-22 IPV@2025-02-22"
    yield told("6か月半で始めた方のHibの3回目の標準(令和6年度)", "2024-05-10", f"{mixed} HIB@2024-11-25 HIB@2025-03-01", "2025-03-02", "HIB", hib, status="waiting", next_dose="3", next_from="2025-03-29", standard_from="2025-03-29", standard_until="2025-04-27")
    yield told("12か月半で始めていない方のHibに標準の期間はない(令和7年度)", "2024-05-10", mixed, "2025-05-25", "HIB", hib, status="due", next_dose="1", standard_until="none")
    three = "HIB@2022-08-20 HIB@2022-09-20 HIB@2022-10-20"
    yield from given("Hib単独の追加は60か月に達する日まで", "2022-05-10", three, "A1 A2 A3", hib, ("HIB@2027-05-09", "A4b"), ("HIB@2027-05-10", "V?!11"))
    yield from given("Hib単独は60か月に達する日まで", "2022-05-10", "", "", hib, ("HIB@2027-05-09", "A1"), ("HIB@2027-05-10", "V?!11"))
    yield from given("Hib単独は60か月に達する日まで(令和7年度)", "2020-05-10", "", "", hib, ("HIB@2025-05-09", "A1"), ("HIB@2025-05-10", "V?!11"))
    yield from given("Hib単独は60か月に達する日まで(令和5年度)", "2018-05-10", "", "", hib, ("HIB@2023-05-09", "A1"), ("HIB@2023-05-10", "V?!11"))


PCV = "予防接種実施規則第17条"
WAS_ILL = "予防接種法施行令第3条第2項(対象であった間に受けられなかった方)"


def still_of_age() -> Iterator[Case]:
    """Who was ill and is still of the regular age goes the regular way."""
    for born, ill, dose in (
        ("2022-05-10", "long_illness@2022-06-01..2022-09-10", "HIB@2022-10-10"),
        ("2026-01-10", "long_illness@2026-02-01..2026-05-10", "HIB@2026-06-10"),
        ("2024-05-10", "long_illness@2024-06-01..2024-09-10", "PCV:PCV15@2024-10-10"),
    ):
        second = f"{dose[:-5]}{int(dose[-5:-3]) + 1:02}-20"
        yield from given("長期療養の後、まだ対象の年齢の方の2回目", born, dose, "A1", WAS_ILL, (second, "A2"), facts=ill)
    marks = {"HIB": "hib-notice older-text", "PCV": "older-text"}
    for series, product, born in (("HIB", "HIB", "2018-05-10"), ("HIB", "HIB", "2020-05-10"), ("PCV", "PCV20", "2020-05-10")):
        year = int(born[:4]) + 5
        ill = f"long_illness@{born[:4]}-07-01..{year - 1}-12-01"
        yield from given("長期療養の後、60か月に達した翌日", born, "", "", WAS_ILL, (f"{series}:{product}@{year}-05-10", "A1"), facts=ill, verify="long-illness older-text")
        yield from given("長期療養の後、60か月に達する日", born, "", "", WAS_ILL, (f"{series}:{product}@{year}-05-09", "A1"), facts=ill, verify=marks[series])


def pneumococcus() -> Iterator[Case]:
    for year, product in ((2018, "PCV13"), (2021, "PCV15"), (2023, "PCV20")):
        dose, born = f"PCV:{product}", f"{year}-05-10"
        if product == "PCV15":
            born = "2020-05-10"
        if product == "PCV20":
            born = "2022-05-10"
        end = int(born[:4]) + 5
        before = " ".join(f"PCV:PCV13@{int(born[:4])}-{month}-20" for month in ("08", "09", "10"))
        yield from given("60か月に達する日までの追加", born, before, "A1 A2 A3", PCV, (f"{dose}@{end}-05-09", "A4b"), (f"{dose}@{end}-05-10", "V?!11"))
        yield from given("60か月に達する日まで", born, "", "", PCV, (f"{dose}@{end}-05-09", "A1"), (f"{dose}@{end}-05-10", "V?!11=too_old"))
    yield from given("2か月に達する日から(平成27年度)", "2015-05-10", "", "", PCV, ("PCV:PCV13@2015-07-08", "V?!11=too_young"), ("PCV:PCV13@2015-07-09", "A1"))
    yield from given("2か月に達する日から(令和6年度)", "2024-05-10", "", "", PCV, ("PCV:PCV15@2024-07-08", "V?!11=too_young"), ("PCV:PCV15@2024-07-09", "A1"))
    b, p = "2023-05-10", "PCV:PCV15"
    yield from given("7か月までに始め、2回目は24か月に達する日まで", b, f"{p}@2024-04-01 ".replace("2024-04-01", "2023-08-20").replace("PCV15", "PCV13").strip(), "A1", PCV, (f"{p}@2025-05-01", "A2"), (f"{p}@2025-05-09", "A2"))
    yield from given("7か月までに始め、3回目は24か月に達する日まで", b, "PCV:PCV13@2023-08-20 PCV:PCV13@2023-10-20", "A1 A2", PCV, (f"{p}@2025-05-01", "A3"), (f"{p}@2025-05-09", "A3"))
    yield told("7か月までに始め、24か月までの3回目の後は追加", b, "PCV:PCV13@2023-08-20 PCV:PCV13@2023-10-20 PCV:PCV15@2025-05-01", "2025-05-02", "PCV", PCV, status="waiting", next_dose="4")
    yield told("6か月半で始めた方の3回目の後は追加", b, "PCV:PCV13@2023-11-25 PCV:PCV13@2024-01-10 PCV:PCV15@2024-07-10", "2024-07-11", "PCV", PCV, status="waiting", next_dose="4")
    late = "PCV:PCV13@2024-01-20"
    yield from given("8か月で始め、2回目は27日から", b, late, "A1", PCV, ("PCV:PCV13@2024-02-16", "V?!4=too_soon"), ("PCV:PCV13@2024-02-17", "A2"))
    for given_on, number in (("2025-05-01", "A2"), ("2025-05-09", "A2"), ("2025-05-10", "A2b")):
        yield from given("8か月で始め、2回目は24か月に達する日まで、その後は追加", b, late, "A1", PCV, (f"{p}@{given_on}", number))
    yield told("11か月半で始めた方は追加まで3回", b, "PCV:PCV15@2024-04-25 PCV:PCV15@2024-07-10", "2024-07-11", "PCV", PCV, status="waiting", next_dose="3")
    yield told("24か月までの2回目の後は追加", b, f"{late} PCV:PCV15@2025-05-09", "2025-05-10", "PCV", PCV, status="waiting", next_dose="3")


ROTA = "予防接種実施規則第21条ただし書"


def rotavirus() -> Iterator[Case]:
    b = "2026-05-10"
    yield told("1価の後に5価を認めた方は、合わせて3回", b, "ROTA1@2026-07-09 ROTA5@2026-08-10/counts", "2026-08-11", "ROTA5", ROTA, status="waiting", next_dose="3", next_from="2026-09-07", verify="product-switch", provision="第21条ただし書")
    yield told("5価の後に1価を認めた方は、合わせて3回", b, "ROTA5@2026-07-09 ROTA1@2026-08-10/counts", "2026-08-11", "ROTA1", ROTA, status="waiting", next_dose="3", next_from="2026-09-07")
    yield told("5価2回の後に1価を認めた方は、済んでいる", b, "ROTA5@2026-07-09 ROTA5@2026-08-10 ROTA1@2026-09-10/counts", "2026-09-11", "ROTA1", ROTA, status="complete")


OLD = "予防接種法施行令第3条・附則、予防接種法施行規則第2条の4から第2条の7まで"
ORGAN, HIV = "organ_disability@2005-01-01", "hiv_disability@2005-01-01"


def older_people() -> Iterator[Case]:
    for fact in (ORGAN, HIV):
        yield from given("平成26年度、60歳", "1954-05-10", "", "", OLD, ("PPV@2014-10-10", "B1"), facts=fact)
        yield from given("平成26年度、59歳", "1955-05-10", "", "", OLD, ("PPV@2014-10-10", "V?!11"), facts=fact)
        yield from given("平成26年度、64歳", "1950-05-10", "", "", OLD, ("PPV@2014-12-10", "B1"), facts=fact)
        yield from given("平成26年度、前の年度に65歳", "1949-03-10", "", "", OLD, ("PPV@2014-10-10", "V?!11"), facts=fact)
        yield from given("令和元年度、60歳", "1959-05-10", "", "", OLD, ("PPV@2019-10-10", "B1"), facts=fact)
    yield from given("令和元年度、長期療養の後", "1950-05-10", "", "", OLD, ("PPV@2019-10-10", "B1"), facts="long_illness@2015-03-01..2019-09-01")
    for last, following in (("2015-03-31", "2015-04-01"), ("2020-03-31", "2020-04-01")):
        born = "1910-01-10" if last[:4] == "2015" else "1915-01-10"
        yield from given("100歳以上の方がその年度だけ対象", born, "", "", OLD, (f"PPV@{last}", "B1"), (f"PPV@{following}", "V?!11"))
    yield from given("100歳以上の方は令和元年度から", "1915-01-10", "", "", OLD, ("PPV@2019-03-31", "V?!11"), ("PPV@2019-04-01", "B1"))
    yield from given("帯状疱疹、100歳以上の方は令和7年度だけ", "1920-01-10", "", "", OLD, ("ZOS:RZV@2026-03-31", "B1"), ("ZOS:RZV@2026-04-01", "V?!11"))
    yield from given("帯状疱疹、59歳", "1966-01-10", "", "", OLD, ("ZOS:RZV@2025-05-10", "V?!11"), facts=HIV)
    yield from given("帯状疱疹、60歳", "1965-01-10", "", "", OLD, ("ZOS:RZV@2025-05-10", "B1"), facts=HIV)
    yield from given("帯状疱疹、64歳", "1961-05-10", "", "", OLD, ("ZOS:RZV@2025-12-10", "B1"), facts=HIV)
    yield from given("帯状疱疹、前の年度に65歳", "1960-03-10", "", "", OLD, ("ZOS:RZV@2025-06-10", "V?!11"), facts=HIV)
    yield from given("帯状疱疹、令和7年度、長期療養の後", "1957-05-10", "", "", OLD, ("ZOS:RZV@2025-12-10", "B1"), facts="long_illness@2015-03-01..2025-06-01")
    for fact in (ORGAN, HIV):
        yield from given("インフルエンザ、64歳", "1961-05-10", "", "", OLD, ("FLU@2025-11-10", "B1"), facts=fact)
        yield from given("インフルエンザ、59歳", "1966-05-10", "", "", OLD, ("FLU@2025-11-10", "V?!11"), facts=fact)
        yield from given("新型コロナ、64歳", "1960-05-10", "", "", OLD, ("COVID:CV-COMIRNATY@2024-11-10", "B1"), facts=fact)
        yield from given("新型コロナ、59歳", "1965-05-10", "", "", OLD, ("COVID:CV-COMIRNATY@2024-11-10", "V?!11"), facts=fact)
    yield from given("新型コロナ、65歳に達する日から", "1959-12-10", "", "", OLD, ("COVID:CV-COMIRNATY@2024-12-08", "V?!11"), ("COVID:CV-COMIRNATY@2024-12-09", "B1"))
    yield told("新型コロナ、定期になった日", "1950-05-10", "", "2024-04-01", "COVID", OLD, status="waiting", next_from="2024-10-01")
    yield told("新型コロナ、令和7年度の最後の日", "1950-05-10", "", "2026-03-31", "COVID", OLD, status="due", verify="none", provision="実施規則第24条")
    yield told("新型コロナ、令和8年度の初日", "1950-05-10", "", "2026-04-01", "COVID", OLD, status="waiting", verify="covid-2026", provision="実施規則第25条")


def others() -> Iterator[Case]:
    ill = "long_illness@2009-04-10..2011-02-20"
    law = "予防接種法施行令第3条第2項・施行規則第2条の10"
    yield from given("BCG、長期療養の後、2年", "2009-03-10", "", "", law, ("BCG@2013-02-19", "A1"), ("BCG@2013-02-20", "V?!11"), facts=ill)
    ill = "long_illness@2009-03-10..2012-02-20"
    yield from given("BCG、長期療養の後、4歳まで", "2009-02-20", "", "", law, ("BCG@2013-02-19", "A1"), ("BCG@2013-02-20", "V?!11"), facts=ill)
    yield from given("RSウイルス", "1995-05-10", "", "", "予防接種実施規則第22条", ("RSV@2027-02-10", "A1"), facts="pregnancy@2026-07-17/due=2027-04-23", verify="rsv-weeks")
    special = "予防接種実施規則附則第8条・第10条"
    two = "CVS1:CVS-PF@2021-10-01 CVS1:CVS-PF@2021-11-01"
    yield from given("ノババックスの追加は令和4年5月25日から", "1990-05-10", two, "- -", special, ("CVS2:CVS-NV@2022-05-24", "V?!1=wrong_product"), ("CVS2:CVS-NV@2022-05-25", "S1b"))
    child = "CVS1:CVS-PF-CHILD@2022-03-01 CVS1:CVS-PF-CHILD@2022-04-01"
    yield from given("小児の2価は令和5年3月8日から", "2014-05-10", child, "- -", special, ("CVS4:CVS-PF2-CHILD@2023-03-07", "V?!1=wrong_product"), ("CVS4:CVS-PF2-CHILD@2023-03-08", "S1b"))
    # what a vaccine of the Act would be mistaken for counts as soon as the ward says so
    mistaken = "任意のワクチンを定期として接種した誤り(区の決定)"
    yield from given("経鼻インフルエンザ、数えると決めた", "1950-05-10", "", "", mistaken, ("FLU:FLU-NASAL@2026-10-10/counts", "V1!1"))
    yield from given("高用量インフルエンザ、数えると決めた", "1950-05-10", "", "", mistaken, ("FLU:FLU-HIGH-DOSE@2026-10-10/counts", "V1!1"))
    yield from given("高齢者のRSウイルスワクチンを妊婦に、数えると決めた", "1995-05-10", "", "", mistaken, ("RSV:RSV-OLDER@2027-02-10/counts", "V1!1"), facts="pregnancy@2026-07-17/due=2027-04-23")
    yield from given("21価の肺炎球菌ワクチン、数えると決めた", "1961-05-10", "", "", mistaken, ("PPV:PCV21@2026-06-10/counts", "V1!1"))


STRAY = "接種の種類がわからない接種は、第1期(初回)だけに数える(rulebook/README.md)"


def strays() -> Iterator[Case]:
    """A dose whose series nobody knows is no dose of a later stage."""
    for what, born, doses, on, series, sex, facts in (
        ("2種混合", "2014-10-10", "X:DT@2026-05-10", "2026-05-20", "DT2", "F", ""),
        ("日本脳炎", "2015-05-10", "X:JE@2025-05-10", "2025-05-20", "JE2", "F", ""),
        ("日本脳炎", "1991-05-10", "X:JE-MOUSE@2005-05-20", "2005-06-01", "JE3", "F", ""),
        ("麻しん", "2020-05-10", "MR2:R@2026-04-05 X:M@2026-06-10", "2026-08-01", "MR2", "F", ""),
        ("風しん", "2020-05-10", "MR2:M@2026-04-05 X:R@2026-06-10", "2026-08-01", "MR2", "F", ""),
        ("麻しん", "1995-05-10", "MR3:R@2008-04-05 X:M@2008-06-10", "2008-08-01", "MR3", "F", ""),
        ("風しん", "1995-05-10", "MR3:M@2008-04-05 X:R@2008-06-10", "2008-08-01", "MR3", "F", ""),
        ("麻しん", "1990-05-10", "MR4:R@2008-04-05 X:M@2008-06-10", "2008-08-01", "MR4", "F", ""),
        ("風しん", "1990-05-10", "MR4:M@2008-04-05 X:R@2008-06-10", "2008-08-01", "MR4", "F", ""),
        ("風しん", "1970-05-10", "X:R@2020-01-10", "2020-03-01", "RUB5", "M", "rubella_antibody_low@2019-06-01"),
        ("新型コロナ", "1950-05-10", "CVS1:CVS-PF@2021-03-01 CVS1:CVS-PF@2021-04-01 X:CVS-PF@2021-12-05", "2022-03-01", "CVS2", "F", ""),
        ("新型コロナ", "1950-05-10", "CVS1:CVS-PF@2021-03-01 CVS1:CVS-PF@2021-04-01 CVS2:CVS-PF@2021-12-05 X:CVS-PF@2022-06-05", "2022-08-01", "CVS3", "F", ""),
        ("新型コロナ", "1950-05-10", "CVS1:CVS-PF@2021-03-01 CVS1:CVS-PF@2021-04-01 X:CVS-PF2@2022-09-25", "2023-02-01", "CVS4", "F", ""),
        ("新型コロナ", "1950-05-10", "CVS1:CVS-PF@2021-03-01 CVS1:CVS-PF@2021-04-01 X:CVS-PF2@2023-05-10", "2023-08-15", "CVS5", "F", ""),
        ("新型コロナ", "1950-05-10", "CVS1:CVS-PF@2021-03-01 CVS1:CVS-PF@2021-04-01 X:CVS-PF-XBB@2023-10-01", "2024-02-01", "CVS6", "F", ""),
    ):
        yield told(f"種類のわからない{what}の接種の後の{series}", born, doses, on, series, STRAY, sex, facts, status="due")


HELD_BACK = "予防接種法施行令第3条第2項(当該予防接種の対象者であった間に、特別の事情により受けられなかった方)"


def held_back() -> Iterator[Case]:
    """More time has who was ill while eligible by the law of those days, on its first or last day at the least."""
    born = "2019-05-10"
    yield from given("第2期の年度より前に終わった療養は特例でない", born, "", "", HELD_BACK, ("MR2@2024-06-01", "V?!11=too_young"), facts="long_illness@2021-05-10..2023-06-01")
    yield from given("第2期の年度の前日に終わった療養は特例でない", born, "", "", HELD_BACK, ("MR2@2026-04-01", "V?!11=too_old"), facts="long_illness@2021-05-10..2025-03-31")
    yield from given("第2期の年度の初日に終わった療養の後、2年", born, "", "", HELD_BACK, ("MR2@2027-03-31", "A1"), ("MR2@2027-04-01", "V?!11=too_old"), facts="long_illness@2021-05-10..2025-04-01")
    yield from given("第2期の年度の末日に始まった療養の後", born, "", "", HELD_BACK, ("MR2@2026-09-10", "A1"), facts="long_illness@2026-03-31..2026-09-10")
    yield from given("第2期の年度の翌日に始まった療養は特例でない", born, "", "", HELD_BACK, ("MR2@2026-09-10", "V?!11=too_old"), facts="long_illness@2026-04-01..2026-09-10")
    newborn = "long_illness@2025-05-20..2025-06-15"
    yield from given("生後2か月より前に終わった療養は特例でない", "2025-05-10", "", "", HELD_BACK, ("HIB@2025-06-29", "V?!11=too_young"), ("DPT-IPV-Hib@2025-06-29", "V?!11=too_young"), facts=newborn)
    yield told("1歳より前に終わった療養は特例でない", "2025-05-10", "", "2025-06-16", "MR1", HELD_BACK, facts=newborn, status="waiting", next_from="2026-05-09", next_until="2027-05-09")
    yield from given("65歳より前に終わった療養は特例でない", "1961-05-10", "", "", HELD_BACK, ("PPV@2026-01-10", "V?!11=too_young"), facts="long_illness@2020-01-10..2025-09-10")
    # Hib: until 60 months before 2024-04-01, until 90 months from then on
    four = FOUR.replace("2015", "2018").replace("2014", "2017")
    behind = "- - - -"
    yield from given("60か月を過ぎてからの療養、その間Hibの対象でない", "2017-01-10", four, behind, HELD_BACK, ("DPT-IPV-Hib@2024-07-10", "V?!11=too_old"), facts="long_illness@2022-02-01..2024-03-31")
    yield from given("60か月を過ぎてからの療養、90か月までになった日に終わる", "2017-01-10", four, behind, HELD_BACK, ("DPT-IPV-Hib@2024-07-10", "A1"), facts="long_illness@2022-02-01..2024-04-01")
    yield told("長期療養の後、60か月に達した翌日からの1回", "2014-05-10", "", "2019-06-01", "HIB", WAS_ILL, facts="long_illness@2014-06-10..2018-07-10", status="due", next_dose="1", next_from="2019-05-10", next_until="2020-07-09")
# fmt: on


def cases() -> Iterator[Case]:
    for table in (
        japanese_encephalitis,
        hpv,
        measles_and_rubella,
        first_stage,
        pneumococcus,
        still_of_age,
        rotavirus,
        older_people,
        others,
        strays,
        held_back,
    ):
        yield from table()


if __name__ == "__main__":
    write("corners", cases())
