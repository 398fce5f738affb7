"""What every page has on which a second person decides."""
