"""`wae completion`: scripts that make shells complete `wae`."""

import click

from completion import bash, fish, tree, zsh
from shared import host_information, output
from shared.tool import examples

_SCRIPTS = {
    "bash": bash.script,
    "fish": fish.script,
    "zsh": zsh.script,
}


@click.command(
    epilog=examples(
        "source <(wae completion bash)    # in ~/.bashrc",
        "source <(wae completion zsh)     # in ~/.zshrc, after compinit",
        "wae completion fish > ~/.config/fish/completions/wae.fish",
    )
)
@click.argument("shell", metavar="SHELL", type=click.Choice(list(_SCRIPTS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that completes commands and options in a shell.

    SHELL is bash, fish or zsh. The script knows everything and starts nothing, so it is fast; run
    this again after an update.
    """
    root = tree.of_click(context.find_root().command, "wae")
    whole = tree.with_help(tree.with_host(root, host_information.read()))
    output.write_text(_SCRIPTS[shell](whole))
