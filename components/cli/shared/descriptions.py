"""What the app's tools say of themselves (`tools/NAME/tool.toml`), in the order of the app."""

from wae.tools import description

TOOLS = description.given()
