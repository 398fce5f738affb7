"""総合振込 in the form of 全国銀行協会: what a bank is told to pay, and what it sends back (V105).

Described for the treasury in docs/formats/transfers.md.
"""
