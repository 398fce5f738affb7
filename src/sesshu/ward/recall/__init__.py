"""勧奨: residents whose standard period is over and who have no dose on record are written to (B4)."""
