"""Which resident a record is about, and which 宛名番号 are one person's (突合, 名寄せ)."""
