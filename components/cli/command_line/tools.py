"""The tools of the command line, in the order of its menu."""

import github.commands
import net.commands
import openai.commands
import password.commands
import watttime.commands

TOOLS = (
    password.commands.TOOL,
    github.commands.TOOL,
    openai.commands.TOOL,
    watttime.commands.TOOL,
    net.commands.TOOL,
)
