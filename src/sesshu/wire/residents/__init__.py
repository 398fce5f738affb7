"""The resident file of the 住民基本台帳: one full file a month, one difference file a day (F1; S1.5).

Described for the people who deliver it in docs/formats/residents.md; examples lie in samples/.
"""
