"""支払: from which account the ward pays, clinics' accounts, and what a bank is told (V105)."""
