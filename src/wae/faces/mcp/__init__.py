"""The MCP face: an app's functions as tools for language models (Model Context Protocol).

`tools` describes them from the contract, `server` answers with the protocol's official SDK.
"""
