"""Pages of files of clinics."""
