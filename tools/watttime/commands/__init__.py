"""`wae watttime`: how clean electricity is."""
