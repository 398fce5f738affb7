"""Pages of vouchers: runs, one resident's vouchers, letters that came back."""
