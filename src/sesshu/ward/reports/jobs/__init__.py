"""Runs that compute reports."""
