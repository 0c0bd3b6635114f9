"""`wae password`: made, and judged."""
