"""Which vaccines were given to whom in which years, and about when in life: what `vaccinated` draws from."""

from dataclasses import dataclass
from datetime import date

LONG_AGO, FOREVER = date(1900, 1, 1), date(2100, 1, 1)
LAW = date(2005, 4, 1)


@dataclass(frozen=True)
class Given:
    """A dose: age in days (or a day of the calendar), least days after the dose before, usual lateness."""

    age: int = 0
    after: int = 0
    late: float = 12.0
    on: date | None = None


@dataclass(frozen=True)
class Years:
    """Doses of one series to those born between two days; products with their last days, in order."""

    series: str
    products: tuple[tuple[date, str], ...]
    doses: tuple[Given, ...]
    born_from: date = LONG_AGO
    born_until: date = FOREVER
    uptake: float = 0.95
    sex: str | None = None
    given_from: date = LAW
    given_until: date = FOREVER


def _one(code: str) -> tuple[tuple[date, str], ...]:
    return ((FOREVER, code),)


MONTH = 28
PCV = (
    (date(2013, 10, 31), "PCV7"),
    (date(2024, 3, 31), "PCV13"),
    (date(2024, 9, 30), "PCV15"),
    (FOREVER, "PCV20"),
)
HPV = ((date(2023, 3, 31), "HPV4"), (FOREVER, "HPV9"))
JE = ((date(2009, 6, 1), "JE-MOUSE"), (FOREVER, "JE"))
COVID = ((date(2023, 9, 19), "CVS-PF"), (FOREVER, "CVS-PF-XBB"))
THREE_AND_ONE = (Given(65), Given(95, MONTH), Given(125, MONTH), Given(480, 190, 60))
LATER_THREE_AND_ONE = (Given(95), Given(125, MONTH), Given(155, MONTH), Given(500, 190, 60))

CHILDREN = (
    Years("HBV", _one("HBV"), (Given(61), Given(92, MONTH), Given(215, 112)), date(2016, 4, 1)),
    Years(
        "ROTA1",
        _one("RV1"),
        (Given(61, late=6), Given(92, MONTH, 6)),
        date(2020, 8, 1),
        uptake=0.65,
    ),
    Years(
        "ROTA5",
        _one("RV5"),
        (Given(61, late=6), Given(92, MONTH, 6), Given(123, MONTH, 6)),
        date(2020, 8, 1),
        uptake=0.3,
    ),
    Years(
        "PCV",
        PCV,
        (Given(61), Given(92, MONTH), Given(123, MONTH), Given(370, 61, 40)),
        date(2013, 2, 1),
    ),
    Years(
        "HIB",
        _one("HIB"),
        (Given(61), Given(92, MONTH), Given(123, MONTH), Given(370, 215, 40)),
        date(2013, 2, 1),
        date(2024, 1, 31),
    ),
    Years("DPT-IPV-Hib", _one("DPT-IPV-Hib"), THREE_AND_ONE, date(2024, 2, 1)),
    Years("DPT-IPV", _one("DPT-IPV"), LATER_THREE_AND_ONE, date(2012, 8, 1), date(2024, 1, 31)),
    Years("DPT", _one("DPT"), LATER_THREE_AND_ONE, date(2004, 6, 1), date(2012, 7, 31)),
    Years(
        "OPV",
        _one("OPV"),
        (Given(120, late=30), Given(300, 42, 40)),
        date(2004, 6, 1),
        date(2011, 8, 1),
    ),
    Years(
        "IPV",
        _one("IPV"),
        LATER_THREE_AND_ONE,
        date(2011, 8, 2),
        date(2012, 7, 31),
        given_from=date(2012, 9, 1),
    ),
    Years("BCG", _one("BCG"), (Given(95, late=20),), date(2004, 12, 1), date(2013, 1, 31)),
    Years("BCG", _one("BCG"), (Given(160, late=20),), date(2013, 2, 1)),
    Years("MR1", _one("MR"), (Given(366, late=35),), date(2005, 4, 1), given_from=date(2006, 4, 1)),
    Years(
        "MR2",
        _one("MR"),
        (Given(2000, late=80),),
        date(2000, 4, 2),
        uptake=0.92,
        given_from=date(2006, 4, 1),
    ),
    Years(
        "MR3",
        _one("MR"),
        (Given(4700, late=60),),
        date(1995, 4, 2),
        date(2000, 4, 1),
        0.85,
        given_from=date(2008, 4, 1),
    ),
    Years(
        "MR4",
        _one("MR"),
        (Given(6550, late=60),),
        date(1990, 4, 2),
        date(1995, 4, 1),
        0.8,
        given_from=date(2008, 4, 1),
    ),
    Years("VAR", _one("VAR"), (Given(366, late=40), Given(550, 93, 60)), date(2012, 10, 1)),
    Years(
        "JE1",
        JE,
        (Given(1100, late=120), Given(1120, 8), Given(1480, 190, 90)),
        date(2002, 4, 1),
        uptake=0.9,
    ),
    Years(
        "JE2",
        _one("JE"),
        (Given(3300, late=200),),
        date(2002, 4, 1),
        uptake=0.75,
        given_from=date(2010, 8, 27),
    ),
    Years("DT2", _one("DT"), (Given(4030, late=120),), date(1994, 4, 1), uptake=0.75),
    Years(
        "HPV",
        HPV,
        (Given(4750, late=250), Given(4800, 62, 20), Given(4930, 120, 30)),
        date(1998, 4, 2),
        date(2012, 4, 1),
        0.25,
        "F",
        date(2013, 4, 1),
    ),
    Years(
        "HPV",
        _one("HPV9"),
        (Given(4650, late=200), Given(4830, 155, 30)),
        date(2010, 4, 2),
        uptake=0.6,
        sex="F",
        given_from=date(2023, 4, 1),
    ),
    Years(
        "RSV",
        _one("RSV"),
        (Given(on=date(2026, 5, 1), late=60),),
        date(1983, 1, 1),
        date(2004, 1, 1),
        0.02,
        "F",
    ),
)
ADULTS = (
    Years(
        "CVS1",
        COVID,
        (Given(on=date(2021, 6, 1), late=45), Given(on=date(2021, 6, 22), after=20, late=3)),
        born_until=date(2009, 4, 1),
        uptake=0.82,
    ),
    Years(
        "CVS1",
        _one("CVS-PF-CHILD"),
        (Given(on=date(2022, 3, 1), late=60), Given(on=date(2022, 3, 22), after=20, late=3)),
        date(2010, 4, 2),
        date(2016, 12, 1),
        0.2,
    ),
    Years(
        "CVS2",
        COVID,
        (Given(on=date(2022, 2, 1), late=50),),
        born_until=date(2009, 4, 1),
        uptake=0.66,
    ),
    Years(
        "CVS3",
        COVID,
        (Given(on=date(2022, 7, 5), late=25),),
        born_until=date(1962, 7, 1),
        uptake=0.75,
    ),
    Years(
        "CVS4",
        _one("CVS-PF2"),
        (Given(on=date(2022, 11, 15), late=40),),
        born_until=date(2009, 4, 1),
        uptake=0.42,
    ),
    Years(
        "CVS5",
        _one("CVS-PF2"),
        (Given(on=date(2023, 5, 20), late=30),),
        born_until=date(1958, 5, 1),
        uptake=0.55,
    ),
    Years(
        "CVS6",
        _one("CVS-PF-XBB"),
        (Given(on=date(2023, 10, 10), late=30),),
        born_until=date(2009, 4, 1),
        uptake=0.22,
    ),
    Years(
        "PPV",
        ((date(2026, 3, 31), "PPSV23"), (FOREVER, "PCV20-ADULT")),
        (Given(23800, late=150),),
        date(1935, 4, 1),
        uptake=0.4,
        given_from=date(2014, 10, 1),
    ),
    Years(
        "ZOS",
        _one("RZV"),
        (Given(on=date(2025, 6, 1), late=90), Given(on=date(2025, 8, 10), after=62, late=30)),
        born_until=date(1961, 4, 1),
        uptake=0.05,
    ),
    Years(
        "ZOS",
        _one("ZVL"),
        (Given(on=date(2025, 6, 1), late=90),),
        born_until=date(1961, 4, 1),
        uptake=0.03,
    ),
    Years(
        "RUB5",
        _one("MR"),
        (Given(on=date(2020, 2, 1), late=400),),
        date(1962, 4, 2),
        date(1979, 4, 1),
        0.08,
        "M",
    ),
)
YEARLY = tuple(
    Years(
        "FLU",
        _one("FLU"),
        (Given(on=date(year, 10, 10), late=25),),
        born_until=date(year - 65, 10, 1),
        uptake=0.55,
    )
    for year in range(2005, 2027)
) + tuple(
    Years(
        "COVID",
        _one("CV-COMIRNATY"),
        (Given(on=date(year, 10, 10), late=30),),
        born_until=date(year - 65, 10, 1),
        uptake=0.2,
    )
    for year in (2024, 2025, 2026)
)
CALENDAR = CHILDREN + ADULTS + YEARLY
