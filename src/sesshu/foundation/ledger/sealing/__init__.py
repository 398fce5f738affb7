"""Seals: a signed statement, each second, over the entries of all transactions that have ended.

Why entries are not chained when they are written: docs/adr/0010-seal-finished-transactions.md.
"""
