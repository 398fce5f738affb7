"""規則の手引き: the rulebook as every clerk may read it."""
