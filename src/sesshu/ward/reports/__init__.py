"""報告と統計: counted, kept, signed by the head of section, published without small cells (B7, R15)."""
