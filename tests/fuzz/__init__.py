"""Feeds broken components to whatever reads components: see `__main__` for how to run it."""
