"""The monthly file of those who receive 生活保護 or 中国残留邦人等支援給付 (F2; V014).

Described for those who deliver it in docs/formats/welfare-files.md.
"""
