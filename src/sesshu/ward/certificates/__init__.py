"""予防接種済証: what the ward proves of doses on record, numbered, and kept with who asked (施行規則4条)."""
