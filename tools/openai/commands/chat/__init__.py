"""`wae openai chat`: turns, and what models may call."""
