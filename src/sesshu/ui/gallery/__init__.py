"""Every component in every state, for those who build pages; only where settings.DEMO is true."""
