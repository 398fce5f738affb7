"""Pages of pregnancies."""
