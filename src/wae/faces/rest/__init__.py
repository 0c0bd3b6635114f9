"""The REST face: an endpoint for every function, OpenAPI, server-sent events, health, metrics.

`router` decides what a request means and is the same on every server; `endpoints` are an app's
functions behind it; `application` answers requests by ASGI with both; `server` is uvicorn around
that, with limits for clients that are slow or many.
"""
