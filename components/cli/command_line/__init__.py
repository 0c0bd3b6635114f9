"""The command line itself: from a process to a command, and its menu."""
