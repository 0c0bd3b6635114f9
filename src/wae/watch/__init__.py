"""`wae watch`: what changes on disk is live in a running process."""
