"""Pregnancies told to the ward (母子保健法第15条): what opens the dose of each, and closes it again."""
