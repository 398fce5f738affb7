"""What can be wrong with a rulebook, and what to do about it."""


class RulebookError(Exception):
    """A rulebook that must not be used: names the file, the place in it and the remedy."""

    def __init__(self, file: str, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {path}: {problem} — {remedy}")
        self.file = file
        self.path = path
        self.problem = problem
        self.remedy = remedy


class UnreadableRulebook(RulebookError):
    """A file that is no YAML, or a value of the wrong shape."""


class UncitedValue(RulebookError):
    """A value without its provision."""


class Overlap(RulebookError):
    """Two versions hold on the same day for the same people."""


class Gap(RulebookError):
    """A day between two versions on which nothing holds."""


class Widening(RulebookError):
    """A municipality lets in somebody or something that the nation does not."""


class UnknownReference(RulebookError):
    """A code that no table defines."""


class DoubleCode(RulebookError):
    """A code defined twice."""
