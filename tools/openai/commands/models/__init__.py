"""`wae openai models`, and which model is asked."""
