"""The demonstration: a fictional ward, worked on through the real operations, then served on localhost."""
