"""Runs of refunds."""
