"""Values of WIT contracts as JSON, and their JSON Schema."""
