"""Runs of payments."""
