"""Windows by birth date and sex: the worked tables, read through the rulebook."""

from datetime import date

import pytest

from sesshu.schedule.load import current
from sesshu.schedule.windows import Window, windows

# Worked tables (a) and (b): first day and last day of eligibility, dose 1.
ELIGIBLE = """
2024-02-29 DPT-IPV-Hib 2024-04-28 2031-08-28
2023-08-31 DPT-IPV-Hib 2023-10-30 2031-02-28
2025-12-31 DPT-IPV-Hib 2026-02-28 2033-06-30
2024-12-29 DPT-IPV-Hib 2025-02-28 2032-06-28
2024-02-29 PCV 2024-04-28 2029-02-28
2025-03-01 PCV 2025-04-30 2030-02-28
2024-02-29 BCG 2024-02-29 2025-02-28
2025-12-31 HBV 2025-12-31 2026-12-30
2025-03-01 MR1 2026-02-28 2027-02-28
2025-03-01 VAR 2026-02-28 2028-02-29
2023-08-31 JE1 2024-02-29 2031-02-28
2025-12-31 JE1 2026-06-30 2033-06-30
2024-02-29 ROTA1 2024-04-11 2024-08-15
2024-02-29 ROTA5 2024-04-11 2024-10-10
2026-05-10 ROTA1 2026-06-21 2026-10-25
2025-04-01 MR2 2030-04-01 2031-03-31
2025-04-02 MR2 2031-04-01 2032-03-31
2024-02-29 JE2 2033-02-28 2037-02-28
2025-03-01 DT2 2036-02-29 2038-02-28
2025-04-01 HPV 2036-04-01 2041-03-31
2025-04-02 HPV 2037-04-01 2042-03-31
2007-04-01 JE1 2011-03-31 2027-03-31
"""


def window(born: str, series: str, dose: int = 1, sex: str = "F") -> Window:
    found = windows(date.fromisoformat(born), sex, current())
    return next(w for w in found if (w.series, w.dose) == (series, dose))


@pytest.mark.parametrize("row", [line.split() for line in ELIGIBLE.strip().splitlines()])
def test_eligible_days_are_those_of_the_worked_tables(row: list[str]) -> None:
    found = window(row[0], row[1])
    assert [str(found.eligible_from), str(found.eligible_until)] == row[2:]


def test_standard_days_come_from_the_notice_and_are_null_where_it_sets_none() -> None:
    rota = window("2024-02-29", "ROTA1")
    assert (rota.standard_from, rota.standard_until) == (date(2024, 4, 28), date(2024, 6, 12))
    assert window("2024-02-29", "MR1").standard_from is None
    assert window("2024-02-29", "DPT-IPV-Hib", 4).standard_until is None


def test_boosters_go_on_counting() -> None:
    booster = window("2025-03-01", "PCV", 4)
    assert booster.eligible_from == date(2026, 2, 28)
    assert booster.standard_until == date(2026, 5, 31)


def test_a_series_that_is_not_for_this_person_has_no_window() -> None:
    boys = {w.series for w in windows(date(2025, 3, 1), "M", current())}
    before_hepatitis_b = {w.series for w in windows(date(2016, 3, 31), "F", current())}
    assert "HPV" not in boys
    assert "HBV" not in before_hepatitis_b
    assert {"MR1", "MR2"} <= boys & before_hepatitis_b


def test_doses_are_numbered_from_one_without_a_gap() -> None:
    counted: dict[str, list[int]] = {}
    for found in windows(date(2026, 5, 10), "F", current()):
        counted.setdefault(found.series, []).append(found.dose)
    assert all(doses == list(range(1, len(doses) + 1)) for doses in counted.values())
    assert {"DPT-IPV-Hib", "HIB", "MR1", "HPV", "ZOS"} <= set(counted)
    assert not {"DPT-IPV", "RSV", "FLU", "CVS1"} & set(counted)


def test_every_window_names_its_provision() -> None:
    assert all(w.provision for w in windows(date(2026, 5, 10), "F", current()))
