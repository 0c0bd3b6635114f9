"""The component `openai`: chat, pictures and models (contract/openai.wit)."""

from collections.abc import Callable
from typing import TypeVar

from wit_world import exports
from wit_world.exports import chat, images, models

import api
import completions
import image_requests
import model_list
from chat import ReplyStream
from failure import Failure

T = TypeVar("T")


class Chat(exports.Chat):
    """`wae:openai/chat`; its resource is in `chat.py`."""

    def complete(self, request: chat.Request) -> chat.Reply:
        return _result(lambda: completions.complete(request))

    def open(self, request: chat.Request) -> chat.ReplyStream:
        return ReplyStream(_result(lambda: completions.stream(request)), request.model)


class Images(exports.Images):
    """`wae:openai/images`."""

    def generate(self, request: images.Request) -> images.Pictures:
        return _result(lambda: image_requests.generate(request))

    def draw(self, order: images.Order) -> images.Work:
        return _result(lambda: image_requests.draw(order))


class Models(exports.Models):
    """`wae:openai/models`."""

    def list_models(self) -> list[models.Model]:
        return _result(model_list.listed)


def _result(steps: Callable[[], T]) -> T:
    """What the steps return. Raises `Err` with the contract's failure."""
    try:
        return steps()
    except Failure as failure:
        raise api.contract_error(failure) from None
