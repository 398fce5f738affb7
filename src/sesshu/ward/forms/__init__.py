"""様式: the forms that people fill in, each with its 記入例 and a return envelope (B15, R20)."""
