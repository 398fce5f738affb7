"""Verification: from an export, the seals file and public keys alone, name what was done to a ledger."""
