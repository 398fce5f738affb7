"""Accounts of staff: issued and revoked by two people, opened by password and second factor (R1–R3)."""
