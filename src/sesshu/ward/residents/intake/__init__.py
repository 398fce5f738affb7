"""Taking rows of the register in: compare with what is known, add what is new, keep what cannot be used."""
