"""間違い接種: found by the rulebook, decided by two people, listed for the yearly report (V061)."""
