"""A line editor for the terminal: keys from bytes, a buffer, what is drawn of it, and the loop."""
