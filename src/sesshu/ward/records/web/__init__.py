"""Pages of the records: entry of a screening form, correction, cancellation, the second check."""
