"""Runs over files of clinics: take in, check again, hand over, record."""
