"""`wae openai`: chat, pictures and models of OpenAI, or of a server that speaks its API."""

import click
from wit_world.imports import models as contract

from shared import output
from shared.group import Group
from shared.tool import Service, examples
from tools.openai.commands import errors
from tools.openai.commands.chat.command import chat
from tools.openai.commands.models.command import models
from tools.openai.commands.pictures.command import image
from tools.openai.commands.sessions.commands import sessions


def _meaning(word: str) -> str | None:
    return f'chat "{word}"' if " " in word.strip() else None


@click.group(
    "openai",
    cls=Group,
    meaning=_meaning,
    invoke_without_command=True,
    epilog=examples(
        'wae openai chat "Why is the sky blue?"',
        'wae openai image "An owl at night" -o night.png',
        "wae openai models",
    ),
)
@click.pass_context
def openai(context: click.Context) -> None:
    """Chat with models, make pictures.

    The key is OPENAI_API_KEY. OPENAI_BASE_URL names another server that speaks the same API;
    OPENAI_MODEL and OPENAI_IMAGE_MODEL name the models to ask.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


for _command in (
    chat,
    image,
    models,
    sessions,
):
    openai.add_command(_command)

COMMAND = openai
SERVICES = (
    Service(
        name="OpenAI",
        servers=(errors.SERVER,),
        credentials=((errors.KEY,),),
        public=True,
        ask=lambda: contract.list_models(),
        explain=errors.failure,
    ),
)
