"""`wae doctor`: what is wrong with the settings and the services."""
