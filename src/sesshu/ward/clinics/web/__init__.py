"""Pages of clinics and lots."""
