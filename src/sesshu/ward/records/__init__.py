"""Doses on record: entered by one person, checked by another, never changed, corrected by a newer row."""
