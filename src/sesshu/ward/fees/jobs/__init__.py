"""Runs of fees."""
