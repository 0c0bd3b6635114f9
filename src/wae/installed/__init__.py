"""Tools that a user installed: anybody's components, which work like the toolbox's own.

`lock` is what is installed, `names` what a tool may be called, `wants` what one asks for, `compose`
puts its grants into its bytes, and `app` is one that runs. `place` alone is loaded at every start.
"""
