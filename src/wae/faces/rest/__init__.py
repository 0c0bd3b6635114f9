"""The REST face: an endpoint for every function, OpenAPI, server-sent events, health, metrics.

`application` answers requests by ASGI, as `wae.contract.router` understands them, and `server`
serves it; calls are made by what `wae.faces.serving` has.
"""
