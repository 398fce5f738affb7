"""What the frame of every page does over HTTP."""
