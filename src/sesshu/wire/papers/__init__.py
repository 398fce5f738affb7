"""The bodies of papers: one folder per kind, one type per version, with samples."""
