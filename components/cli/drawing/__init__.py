"""Curves over time, drawn for terminals and as SVG."""
