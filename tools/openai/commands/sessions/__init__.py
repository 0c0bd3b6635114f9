"""`wae openai sessions`: chats that are kept."""
