"""Pages of what is known of a person that the law asks about."""
