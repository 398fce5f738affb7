"""Pages of reports of adverse reactions."""
