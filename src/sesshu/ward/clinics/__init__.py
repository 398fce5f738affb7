"""契約医療機関 and ワクチンのLot: dated, changed by two people (V008, V009)."""
