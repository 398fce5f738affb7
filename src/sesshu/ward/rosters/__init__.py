"""名簿: the register of doses and the lists of people, on paper and for the media ledger (F14–F16)."""
