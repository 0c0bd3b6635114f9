"""Every setting: that of the component that sends requests, and those of the tools."""

from shared.descriptions import TOOLS
from wae.tools.description import Setting

_EVERY_TOOL = Setting("WAE_INSECURE_ORIGINS", "where keys may go without TLS; not from .env here")
SETTINGS = (_EVERY_TOOL, *(setting for tool in TOOLS for setting in tool.settings))
