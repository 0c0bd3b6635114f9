"""`wae github`: repositories, releases and people."""
