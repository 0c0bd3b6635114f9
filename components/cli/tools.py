"""The tools of the command line, in the order of its menu."""

import github_commands
import net_commands
import openai_commands
import password_commands
import watttime_commands

TOOLS = (
    password_commands.TOOL,
    github_commands.TOOL,
    openai_commands.TOOL,
    watttime_commands.TOOL,
    net_commands.TOOL,
)
