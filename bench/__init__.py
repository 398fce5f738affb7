"""Measurements. A number is reported with its limit, measured in the same run on the same machine."""
