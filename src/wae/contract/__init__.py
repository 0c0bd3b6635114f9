"""What an app's exports mean: functions and types of WIT as Python values, JSON and JSON Schema.

`model` reads the contract from an app's bytes, with its `docs`; `shapes` gives every type its
Python form; `json_values`, `schema` and `memory` turn that form into JSON, JSON Schema and the
engine's own layout. A face needs nothing else to know about types.
"""
