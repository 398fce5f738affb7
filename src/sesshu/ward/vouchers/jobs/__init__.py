"""Population runs that issue vouchers: find who becomes eligible, give numbers and places on paper."""
