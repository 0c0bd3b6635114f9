"""What every face that serves has in common, whatever its protocol says.

`http_server` is uvicorn with limits for clients that are slow or many, `slots` sees that each call
is answered in time, and `endpoints` are the app's functions, in sandboxes of the `workers`.
"""
