"""Runs of claims files."""
