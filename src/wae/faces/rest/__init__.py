"""The REST face: an endpoint for every function, OpenAPI, server-sent events, health, metrics.

`router` decides what a request means and is the same on every server. In the server, `application`
answers requests by ASGI, `room` sees that each is answered in time, and `server` is uvicorn around
that, with limits for clients that are slow or many. In the `workers`, `endpoints` are the app's
functions, in sandboxes.
"""
