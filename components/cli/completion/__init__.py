"""`wae completion`: scripts that let shells complete commands."""
