"""Persons: every 宛名番号 of the ward under one 団体内統合宛名番号 (S2.1, S2.2)."""
