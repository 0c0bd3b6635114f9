"""Pages about a contract: what it has, and how it is called through each face."""
