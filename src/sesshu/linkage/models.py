"""Every table of the number linkage, so that Django finds them; each lives in the folder of its duty."""

from sesshu.linkage.persons.models import Person, PersonAtena, PersonChange

__all__ = ["Person", "PersonAtena", "PersonChange"]
