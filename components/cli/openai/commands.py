"""`wae openai`: chat, pictures and models of OpenAI, or of a server that speaks its API."""

import click
from wit_world.imports import models as contract

from openai import errors
from openai.chat.command import chat
from openai.models.command import models
from openai.pictures.command import image
from openai.sessions.commands import sessions
from shared import output
from shared.group import Group
from shared.tool import Entry, Service, Tool, examples


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

TOOL = Tool(
    openai,
    (
        Entry("OpenAI: chat", ("openai", "chat")),
        Entry("OpenAI: go on with the latest chat", ("openai", "chat", "--continue")),
        Entry("OpenAI: make a picture", ("openai", "image")),
        Entry("OpenAI: models", ("openai", "models")),
    ),
    Service(
        name="OpenAI",
        servers=(errors.SERVER,),
        credentials=((errors.KEY,),),
        public=True,
        ask=lambda: contract.list_models(),
        explain=errors.failure,
    ),
)
