"""Claims of clinics that a 国民健康保険団体連合会 has checked, and the ward's answer to them (V106).

The official layout is not at hand: the columns are dated data (layouts.yaml), our own until it is.
Described for the people who deliver the files in docs/formats/claims-files.md.
"""
