"""Markdown (CommonMark 0.31 and GFM's tables) as it is read on a terminal."""
