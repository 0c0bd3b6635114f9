"""`wae completion`: scripts that make shells complete `wae`."""

import click

import completion_bash
import completion_fish
import completion_tree
import completion_zsh
import host_facts
import output
from tool import examples

_SCRIPTS = {
    "bash": completion_bash.script,
    "fish": completion_fish.script,
    "zsh": completion_zsh.script,
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
    root = completion_tree.of_click(context.find_root().command, "wae")
    whole = completion_tree.with_help(completion_tree.with_host(root, host_facts.read()))
    output.write_text(_SCRIPTS[shell](whole))
