"""The tools of the command line, in the order of its menu."""

import github_commands
import password_commands

TOOLS = (
    password_commands.TOOL,
    github_commands.TOOL,
)
