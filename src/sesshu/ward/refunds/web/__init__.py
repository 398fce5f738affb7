"""Pages of refunds: applications, decisions, payment lists."""
