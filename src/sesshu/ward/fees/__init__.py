"""費用: who pays for a dose (B14), what a clinic is paid for a month and what goes back (V100–V107)."""
