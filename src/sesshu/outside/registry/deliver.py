"""Files as the register delivers them: the whole ward once, then one difference a day."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sesshu.outside.registry.changes import day
from sesshu.outside.registry.population import population
from sesshu.outside.registry.slips import with_slips
from sesshu.outside.registry.ward import Ward
from sesshu.wire.residents.control import Control, Encoding, FileKind
from sesshu.wire.residents.render import Letterhead, write_file

_MADE_AT = time(3, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
_FIRST_SEQUENCE = 1


def deliver_population(ward: Ward, path: Path, encoding: Encoding = Encoding.UTF_8) -> Control:
    """Write the full file of the day the ward was drawn for; it carries sequence 1."""
    return write_file(path, _head(ward, ward.on, FileKind.FULL, encoding), population(ward))


def deliver_day(
    ward: Ward, on: date, path: Path, encoding: Encoding = Encoding.UTF_8, slips: int = 0
) -> Control:
    """Write the difference file of a day after it; sequences count the days, ``slips`` rows are spoilt."""
    rows = with_slips(day(ward, on), slips)
    return write_file(path, _head(ward, on, FileKind.DIFFERENCE, encoding), [rows])


def _head(ward: Ward, on: date, kind: FileKind, encoding: Encoding) -> Letterhead:
    sequence = _FIRST_SEQUENCE + (on - ward.on).days
    file_id = f"JUKI-{ward.code}-{on:%Y%m%d}-{sequence:05d}"
    return Letterhead(file_id, ward.code, datetime.combine(on, _MADE_AT), sequence, kind, encoding)
