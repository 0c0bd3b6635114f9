"""Modules that the build puts into Python components. They run there, never on the host."""
