"""Pages of accounts: signing in, enrolling, one's own account, and administration by two people."""
