"""Pages of 名寄せ."""
