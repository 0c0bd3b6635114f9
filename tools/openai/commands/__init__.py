"""`wae openai`: chats, pictures and models."""
