"""wae: a sandboxed command-line toolbox put together from WebAssembly components."""

__version__ = "0.1.0"
