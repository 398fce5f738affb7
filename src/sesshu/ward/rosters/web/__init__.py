"""Pages and files of rosters."""
