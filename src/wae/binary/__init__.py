"""The component binary format: bytes in, plain values out, and back. No I/O, nothing else of ours.

Source: the component model's ``Binary.md``; core modules are kept as opaque bytes.
"""
