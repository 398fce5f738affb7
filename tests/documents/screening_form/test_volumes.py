"""What a 予診票 offers to tick is what the ordinance allows for its series."""

from datetime import date

import pytest
from documents.screening_form.forms_of_tests import DAY

from sesshu.documents.screening_form import volumes_of
from sesshu.schedule.load import current


@pytest.mark.parametrize(
    ("series", "volumes"),
    [
        ("DPT-IPV-Hib", ("0.5 mL",)),
        ("DT2", ("0.1 mL",)),
        ("JE1", ("0.25 mL", "0.5 mL")),
        ("ROTA1", ("1.5 mL",)),
        ("ROTA5", ("2 mL",)),
    ],
)
def test_the_volumes_are_those_of_the_ordinance(series: str, volumes: tuple[str, ...]) -> None:
    rulebook = current()
    assert volumes_of(rulebook.series[series], DAY, rulebook) == volumes


def test_a_day_on_which_a_series_is_not_given_has_no_volume() -> None:
    rulebook = current()
    assert volumes_of(rulebook.series["ROTA1"], date(2020, 9, 30), rulebook) == ()
