"""接種に関わる事情: what is known of a person that opens or closes a series (施行令第3条, 施行規則第2条)."""
