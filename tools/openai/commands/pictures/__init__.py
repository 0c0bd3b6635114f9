"""`wae openai image`: pictures in files."""
