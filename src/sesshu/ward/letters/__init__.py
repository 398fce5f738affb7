"""Letters between mayors: 予防接種依頼書 (B5), 実施報告書 (B6), and the refund that follows a letter."""
