"""An app on a fleet of wasmCloud hosts, with no more than its bytes say that it needs."""
