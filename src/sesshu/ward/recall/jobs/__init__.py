"""Runs of recall."""
