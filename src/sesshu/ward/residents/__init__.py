"""Residents as the ward knows them: taken in from the registry, kept on two time axes, found again (S1.5)."""
