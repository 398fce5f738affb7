"""A stand-in for the 住民基本台帳: a fictional ward of any size, and what happens in it day by day.

Towns, postal codes and single names are real; people, lots and telephone numbers are invented. The same seed
gives the same bytes.
"""

from sesshu.outside.registry.changes import day
from sesshu.outside.registry.deliver import deliver_day, deliver_population
from sesshu.outside.registry.population import population
from sesshu.outside.registry.ward import Ward

__all__ = ["Ward", "day", "deliver_day", "deliver_population", "population"]
