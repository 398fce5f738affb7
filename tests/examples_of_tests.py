"""How many examples a test by Hypothesis tries, and which of its warnings do not hold here."""

from hypothesis import HealthCheck, settings

USUAL = 100  # examples of a test that names no number
# Examples that leave the ward as they found it may share one, and a busy machine is no failure.
ONE_WARD = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


def examples(number: int) -> int:
    """``number`` in `make test`; as many times more as the profile of `make prove ONLY=explore` says."""
    return number * settings.default.max_examples // USUAL
