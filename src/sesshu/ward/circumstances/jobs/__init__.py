"""What is known of people as jobs read it."""
