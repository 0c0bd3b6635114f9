"""Text in columns on a terminal (`wae.tools.table`), by what wcwidth knows of terminals."""

from wcwidth import clip, width

from wae.tools.table import Column as Column
from wae.tools.table import Layout

LAYOUT = Layout(width, clip)
lines = LAYOUT.lines
pairs = LAYOUT.pairs
