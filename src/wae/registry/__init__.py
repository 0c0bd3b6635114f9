"""Components in OCI registries: pushed and pulled in the CNCF's layout for wasm.

`reference` says what is meant; `login`, with `challenge` and `credentials`, who asks; `connection`
sends single requests, `client` does what a registry is for; `layout` knows what an artifact
consists of, `versions` which one follows which, and `exchange` brings components in and out.
"""
