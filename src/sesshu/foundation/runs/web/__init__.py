"""Pages of runs (ui.md §7.6)."""
