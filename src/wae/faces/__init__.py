"""Ways to use an app's contract beside its own command line: thin layers over `sandbox`."""
