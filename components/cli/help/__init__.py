"""`wae help`: commands and topics."""
