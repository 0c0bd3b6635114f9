"""What the fakes of `password` answer."""

from collections.abc import Callable

from wit_world.imports import checker, generator, ranges
from wit_world.imports.checker import Verdict
from wit_world.imports.generator import Batch, Recipe_Password, Request

VERDICT = Verdict(
    score=1,
    guesses_log10=4.25,
    offline_slow_seconds=1.8,
    online_throttled_seconds=640_000.0,
    warning="This is a common password.",
    suggestions=["Add another word or two.", "Avoid dates."],
)


def install(replace: Callable[..., None]) -> None:
    """Makes these the answers of the imports."""
    replace(generator, "generate", batch)
    replace(checker, "check", VERDICT)
    replace(ranges, "find", [])


def batch(request: Request) -> Batch:
    """Passwords that tell nothing but how many and how long."""
    recipe = request.recipe.value
    if isinstance(request.recipe, Recipe_Password):
        length = 20 if recipe.length is None else recipe.length
        return Batch(["x" * length] * request.count, length * 6.25, length, 88)
    words = 6 if recipe.words is None else recipe.words
    phrase = recipe.separator.join(["word"] * words)
    return Batch([phrase] * request.count, words * 12.92, words, 7776)
