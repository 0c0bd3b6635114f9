"""The package that brings wae, how its extras are installed, and somebody else's `wae`.

The command and the import are `wae`; the distribution is `wae-toolbox`, since `wae` on PyPI is a
project of 2013 which also puts a folder `wae` into site-packages, over this one's files.
"""

from importlib import metadata

NAME = "wae-toolbox"
OTHER = "wae"
FACES = {
    "build": "the toolchain",
    "deploy": "the NATS client",
    "mcp": "the MCP server",
    "serve": "the HTTP server",
    "test": "pytest",
}


def install(extra: str) -> str:
    """What to do where the packages of an extra (a key of `FACES`) are missing."""
    advice = f"Install {FACES[extra]}: pip install '{NAME}[{extra}]'"
    version = other()
    if version is None:
        return advice
    return f"{advice}. The installed package {OTHER} {version} is another project: {remedy(extra)}"


def remedy(extra: str = "") -> str:
    """What to do where the other project lies beside this one, or over it."""
    wanted = f"'{NAME}[{extra}]'" if extra else NAME
    return f"run pip uninstall -y {OTHER}, then pip install --force-reinstall --no-deps {NAME}" + (
        f", then pip install {wanted}" if extra else ""
    )


def other() -> str | None:
    """The version of the other project's package if it is installed, too; else None."""
    try:
        return metadata.version(OTHER)
    except metadata.PackageNotFoundError:
        return None
