"""The tools of the command line, in the order of the app.

A tool has commands of its own in `tools/NAME/commands`: `command.py` has COMMAND, and SERVICES
where `wae doctor` has something to ask. Without them it gets commands that are made of its
contract.
"""

from importlib import import_module

from command_line import contracted
from shared.descriptions import TOOLS as DESCRIBED
from shared.tool import Tool
from wae.tools.description import Tool as Described


def _tool(described: Described) -> Tool:
    if not described.module:
        return Tool(described, contracted.group(described))
    own = import_module(f"{described.module}.command")
    return Tool(described, own.COMMAND, getattr(own, "SERVICES", ()))


TOOLS = tuple(map(_tool, DESCRIBED))
