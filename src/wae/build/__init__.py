"""From a manifest and Python sources to one composed app."""
