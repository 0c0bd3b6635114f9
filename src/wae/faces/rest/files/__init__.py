"""Files of a folder over HTTP: `/files/…`, the same whoever opens the folder."""
