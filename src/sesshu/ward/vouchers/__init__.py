"""Vouchers (接種券・予診票): who gets one, under which number, on which sheet, what became of it (B1, B2)."""
