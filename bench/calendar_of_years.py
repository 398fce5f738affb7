"""Which vaccines were given to whom in which years, and about when in life: what `vaccinated` draws from."""

from dataclasses import dataclass
from datetime import date

LONG_AGO, FOREVER = date(1900, 1, 1), date(2100, 1, 1)
LAW = date(2005, 4, 1)
EVERYBODY = (0.0, 0.95)


@dataclass(frozen=True)
class Given:
    """A dose: when it is due, least days after the dose before, and how many days late it usually is.

    Due is an age in days, a day of the calendar, or a bound in the rulebook's words. What is due on one day
    of life is given on one day.
    """

    due: int | date | str
    after: int = 0
    late: float = 12.0


@dataclass(frozen=True)
class Years:
    """Doses of one series to those born between two days; products with their last days, in order.

    Everybody stands somewhere between 0 and 1; those between the two of `share` take part.
    """

    series: str
    products: tuple[tuple[date, str], ...]
    doses: tuple[Given, ...]
    born_from: date = LONG_AGO
    born_until: date = FOREVER
    share: tuple[float, float] = EVERYBODY
    sex: str | None = None
    given_from: date = LAW
    given_until: date = FOREVER


def _one(code: str) -> tuple[tuple[date, str], ...]:
    return ((FOREVER, code),)


def _ages(*ages: int, after: int = 28, late: float = 6.0) -> tuple[Given, ...]:
    return tuple(Given(age, after, late) for age in ages)


PCV = (
    (date(2013, 10, 31), "PCV7"),
    (date(2024, 3, 31), "PCV13"),
    (date(2024, 9, 30), "PCV15"),
    (FOREVER, "PCV20"),
)
HPV = ((date(2023, 3, 31), "HPV4"), (FOREVER, "HPV9"))
JE = ((date(2009, 6, 1), "JE-MOUSE"), (FOREVER, "JE"))
COVID = ((date(2023, 9, 19), "CVS-PF"), (FOREVER, "CVS-PF-XBB"))
PPV = ((date(2026, 3, 31), "PPSV23"), (FOREVER, "PCV20-ADULT"))
BOOSTER = (Given(550, 190, 30),)
SCHOOL = Given("the year before school begins", late=70)

CHILDREN = (
    Years("HBV", _one("HBV"), (*_ages(62, 93), Given(217, 112)), date(2016, 4, 1)),
    Years("ROTA1", _one("RV1"), _ages(62, 93), date(2020, 8, 1), share=(0.0, 0.65)),
    Years("ROTA5", _one("RV5"), _ages(62, 93, 124), date(2020, 8, 1), share=(0.65, 0.95)),
    Years("PCV", PCV, (*_ages(62, 93, 124), Given(372, 61, 30)), date(2013, 2, 1)),
    Years(
        "HIB",
        _one("HIB"),
        (*_ages(62, 93, 124), Given(372, 215, 30)),
        date(2013, 2, 1),
        date(2024, 1, 31),
    ),
    Years("DPT-IPV-Hib", _one("DPT-IPV-Hib"), (*_ages(62, 93, 124), *BOOSTER), date(2024, 2, 1)),
    Years(
        "DPT-IPV",
        _one("DPT-IPV"),
        (*_ages(93, 124, 155), *BOOSTER),
        date(2012, 8, 1),
        date(2024, 1, 31),
    ),
    Years(
        "DPT", _one("DPT"), (*_ages(93, 124, 155), *BOOSTER), date(2004, 6, 1), date(2012, 7, 31)
    ),
    Years("OPV", _one("OPV"), _ages(230, 300, after=42), date(2004, 6, 1), date(2011, 8, 1)),
    Years(
        "IPV",
        _one("IPV"),
        (*_ages(93, 124, 155), *BOOSTER),
        date(2011, 8, 2),
        date(2012, 7, 31),
        given_from=date(2012, 9, 1),
    ),
    Years("BCG", _one("BCG"), _ages(60), date(2004, 12, 1), date(2013, 1, 31)),
    Years("BCG", _one("BCG"), _ages(186, late=12), date(2013, 2, 1)),
    Years("MR1", _one("MR"), (Given(372, late=30),), date(2005, 4, 1), given_from=date(2006, 4, 1)),
    Years("MR2", _one("MR"), (SCHOOL,), date(2000, 4, 2), given_from=date(2006, 4, 1)),
    Years(
        "MR3",
        _one("MR"),
        (Given("the fiscal year of reaching 13 years begins", late=60),),
        date(1995, 4, 2),
        date(2000, 4, 1),
        (0.0, 0.85),
        given_from=date(2008, 4, 1),
    ),
    Years(
        "MR4",
        _one("MR"),
        (Given("the fiscal year of reaching 18 years begins", late=60),),
        date(1990, 4, 2),
        date(1995, 4, 1),
        (0.0, 0.8),
        given_from=date(2008, 4, 1),
    ),
    Years("VAR", _one("VAR"), (Given(372, late=30), Given(600, 93, 30)), date(2013, 10, 1)),
    Years("JE1", JE, (*_ages(1100, 1121, after=8), Given(1500, 190, 60)), date(2006, 4, 1)),
    Years(
        "JE2",
        _one("JE"),
        (Given(3350, late=150),),
        date(2007, 4, 2),
        share=(0.0, 0.75),
        given_from=date(2010, 8, 27),
    ),
    Years("DT2", _one("DT"), (Given(4040, late=100),), date(1994, 4, 1), share=(0.0, 0.75)),
    Years(
        "HPV",
        HPV,
        (Given(4750, late=250), Given(4815, 62, 20), Given(4950, 125, 30)),
        date(1998, 4, 2),
        date(2010, 4, 1),
        (0.0, 0.25),
        "F",
        date(2013, 4, 1),
    ),
    Years(
        "HPV",
        _one("HPV9"),
        (Given(4650, late=150), Given(4840, 160, 30)),
        date(2010, 4, 2),
        share=(0.0, 0.6),
        sex="F",
        given_from=date(2023, 4, 1),
    ),
)
ADULTS = (
    Years(
        "CVS1",
        COVID,
        (Given(date(2021, 6, 1), late=25), Given(date(2021, 6, 22), 21, 1)),
        born_until=date(2009, 4, 1),
        share=(0.0, 0.82),
    ),
    Years(
        "CVS1",
        _one("CVS-PF-CHILD"),
        (Given(date(2022, 3, 1), late=40), Given(date(2022, 3, 22), 21, 1)),
        date(2011, 4, 2),
        date(2016, 12, 1),
        (0.0, 0.2),
    ),
    Years(
        "CVS2",
        COVID,
        (Given(date(2022, 3, 1), late=12),),
        born_until=date(2003, 4, 1),
        share=(0.0, 0.66),
    ),
    Years(
        "CVS3",
        COVID,
        (Given(date(2022, 8, 25), late=10),),
        born_until=date(1962, 7, 1),
        share=(0.0, 0.6),
    ),
    Years(
        "CVS4",
        _one("CVS-PF2"),
        (Given(date(2022, 12, 15), late=20),),
        born_until=date(2009, 4, 1),
        share=(0.0, 0.42),
    ),
    Years(
        "CVS5",
        _one("CVS-PF2"),
        (Given(date(2023, 6, 1), late=20),),
        born_until=date(1958, 5, 1),
        share=(0.0, 0.5),
    ),
    Years(
        "CVS6",
        _one("CVS-PF-XBB"),
        (Given(date(2023, 11, 1), late=20),),
        born_until=date(2009, 4, 1),
        share=(0.0, 0.22),
    ),
    Years(
        "PPV",
        PPV,
        (Given("reaches 65 years", late=80),),
        date(1949, 10, 1),
        share=(0.0, 0.4),
        given_from=date(2014, 10, 1),
    ),
)
ZOSTER = tuple(
    Years(
        "ZOS",
        _one("RZV"),
        (Given(date(2025, 6, 1), late=60), Given(date(2025, 8, 10), 65, 20)),
        date(2025 - age, 4, 2),
        date(2026 - age, 4, 1),
        (0.0, 0.2),
        given_until=date(2026, 3, 31),
    )
    for age in range(65, 101, 5)
)
YEARLY = tuple(
    Years(
        "FLU",
        _one("FLU"),
        (Given(date(year, 10, 10), late=25),),
        born_until=date(year - 65, 10, 1),
        share=(0.0, 0.55),
    )
    for year in range(2005, 2027)
) + tuple(
    Years(
        "COVID",
        _one("CV-COMIRNATY"),
        (Given(date(year, 10, 10), late=30),),
        born_until=date(year - 65, 10, 1),
        share=(0.0, 0.2),
    )
    for year in (2024, 2025, 2026)
)
CALENDAR = CHILDREN + ADULTS + ZOSTER + YEARLY
