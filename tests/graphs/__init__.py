"""Random graphs of components for the composer: what it plans must be valid."""
