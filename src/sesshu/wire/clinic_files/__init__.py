"""The file of a clinic's month, and the punched file of paper 予診票 (F3; V052).

Described for the people who deliver it in docs/formats/clinic-files.md; examples lie in samples/.
"""
