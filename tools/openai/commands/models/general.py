"""The model to ask where nobody chose one, by what a list of models says: no name is written here.

Ids are words with versions. What a model is for stands in them, in words of the field; what is one
of a kind for less or more ("mini", "pro") has a word more than the kind itself; and a dated one
stands beside the same without a date. So the general model is the newest whose id is a name and a
version, of the name that most of these have (decision 85).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from wit_world.imports.models import Model

# Words for what is no chat, or is one for a special purpose; within words, too ("reranker").
_OTHER = re.compile(
    r"embed|rerank|tts|speech|voice|audio|realtime|transcri|translat|moderation|guard"
    r"|image|diffusion|video|ocr|search|research|similarity|classif|^ft$"
)
_PICTURES = re.compile(r"image|diffusion")
# They say nothing of what sets a model apart from others of its name.
_PLAIN = ("latest", "instruct")
_WORD = re.compile(r"[^a-z0-9.]+")
_DATE = re.compile(r"(-\d{4}-\d{2}-\d{2}|-\d{4}|-\d{6}|-\d{8})\Z")


def for_chat(listed: Sequence[Model]) -> Model | None:
    """The newest general model for chats, if there is one for chats at all."""
    return _best(listed, lambda word: not _OTHER.search(word), _adds)


def for_pictures(listed: Sequence[Model]) -> Model | None:
    """The newest general model that makes pictures, if any says that it does."""
    drawing = [one for one in listed if any(map(_PICTURES.search, _words(one)))]
    return _best(
        drawing, lambda word: True, lambda word: not _PICTURES.search(word) and _adds(word)
    )


def _best(
    listed: Sequence[Model], fits: Callable[[str], bool], adds: Callable[[str], bool]
) -> Model | None:
    """`fits`: whether a model with this word may be taken; `adds`: whether the word, after the
    name, makes it one of its kind."""
    ids = {one.id for one in listed}
    fitting = [
        one
        for one in listed
        if one.shutdown_date is None
        and all(map(fits, _words(one)))
        and _DATE.sub("", one.id) not in ids - {one.id}
    ]

    def kinds(one: Model) -> int:
        return sum(map(adds, _words(one)[1:]))

    fewest = min(map(kinds, fitting), default=0)
    names = Counter(_name(one) for one in fitting if kinds(one) == fewest)

    def rank(one: Model) -> tuple[int, int, int]:
        return kinds(one), -names[_name(one)], -(one.created or 0)

    return min(fitting, key=rank, default=None)


def _words(model: Model) -> list[str]:
    """Those of its id, without whose it is (`maker/model`)."""
    return [word for word in _WORD.split(model.id.lower().rpartition("/")[2]) if word]


def _name(model: Model) -> str:
    words = _words(model)
    return re.split(r"\d", words[0])[0] if words else ""


def _adds(word: str) -> bool:
    return word not in _PLAIN and not any(letter.isdigit() for letter in word)
