"""What authors of components need beside the build: a folder to begin with, and pages to read."""
