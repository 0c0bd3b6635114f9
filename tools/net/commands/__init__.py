"""`wae net`: names, ports and the time of the network."""
