"""`wae openai`: chat, pictures and models of OpenAI, or of a server that speaks its API."""

import click
from wit_world.imports import models

import openai_chat
import openai_errors
import openai_image
import openai_models
import openai_sessions
import output
from tool import Entry, Service, Tool, examples


@click.group(
    "openai",
    invoke_without_command=True,
    epilog=examples('wae openai chat "Why is the sky blue?"', "wae openai models"),
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
    openai_chat.chat,
    openai_image.image,
    openai_models.models,
    openai_sessions.sessions,
):
    openai.add_command(_command)

TOOL = Tool(
    openai,
    (
        Entry("OpenAI: chat", ("openai", "chat")),
        Entry("OpenAI: go on with the latest chat", ("openai", "chat", "--continue")),
        Entry("OpenAI: models", ("openai", "models")),
    ),
    Service(
        name="OpenAI",
        credentials=((openai_errors.KEY,),),
        public=True,
        ask=lambda: models.list_models(),
        explain=openai_errors.failure,
    ),
)
