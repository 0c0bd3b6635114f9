"""Runs composed apps: the engine, the cache of compiled code, and what an app is given."""
