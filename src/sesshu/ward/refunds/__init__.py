"""償還払い: what was paid for a dose under a request letter is given back once (B5, V091, V108)."""
