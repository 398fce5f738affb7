"""The law over a population: the same answers as `judge`, as columns, for a million people at a time.

Imported by jobs, bench and the command of cases alone; `judge` is right by definition.
"""

from sesshu.schedule.sweep.answers import Answers
from sesshu.schedule.sweep.components import UnsweepableRulebook
from sesshu.schedule.sweep.population import Population, UnfitFrame
from sesshu.schedule.sweep.run import sweep

__all__ = ["Answers", "Population", "UnfitFrame", "UnsweepableRulebook", "sweep"]
