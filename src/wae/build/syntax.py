"""Python's parser, for one thread at a time.

CPython 3.11 counts how deep it is in a tree for all threads together: where two parse at once, one
may end with `SystemError: AST constructor recursion depth mismatch` (python/cpython#106905).
"""

from __future__ import annotations

import ast
import threading

_one_at_a_time = threading.Lock()


def parse_module(text: str | bytes) -> ast.Module:
    """The tree of a file. Raises what `ast.parse` does."""
    with _one_at_a_time:
        return ast.parse(text)


def parse_expression(text: str) -> ast.expr:
    """The tree of an expression. Raises what `ast.parse` does."""
    with _one_at_a_time:
        return ast.parse(text, mode="eval").body
