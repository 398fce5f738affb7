"""Pages of the media ledger."""
