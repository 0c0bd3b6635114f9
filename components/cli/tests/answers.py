"""What the fakes of the imports answer."""

from wit_world.imports.checker import Verdict
from wit_world.imports.generator import Batch, Recipe_Password, Request
from wit_world.imports.repositories import (
    Asset,
    Contributor,
    Release,
    Repository,
    Stargazer,
    Stars,
)

VERDICT = Verdict(
    score=1,
    guesses_log10=4.25,
    offline_slow_seconds=1.8,
    online_throttled_seconds=640_000.0,
    warning="This is a common password.",
    suggestions=["Add another word or two.", "Avoid dates."],
)
REPOSITORY = Repository(
    full_name="octo/world",
    url="https://github.com/octo/world",
    description="A \x1b[31mred\x1b[0m \u202eworld 日本語",
    homepage=None,
    language="C",
    license="MIT",
    topics=["demo", "world"],
    default_branch="main",
    stars=1234567,
    forks=1000,
    watchers=12,
    open_issues=3,
    size=4096,
    archived=True,
    fork=False,
    private=False,
    created_at="2011-01-26T19:01:12Z",
    pushed_at="2026-11-21T23:30:00Z",
)
RELEASE = Release(
    tag="v1.2.0",
    name="One two",
    url="https://github.com/octo/world/releases/tag/v1.2.0",
    author="octo",
    draft=False,
    prerelease=False,
    published_at="2026-11-21T23:30:00Z",
    notes="## Changes\r\n\r\n- faster\x07\r\n",
    assets=[
        Asset(
            name="world-linux.tar.gz",
            content_type="application/gzip",
            size=1_572_864,
            downloads=12_345,
            url="https://github.com/octo/world/releases/download/v1.2.0/world-linux.tar.gz",
            digest="sha256:00",
        )
    ],
)
PRERELEASE = Release(
    tag="v2.0.0-rc.1",
    name=None,
    url="https://github.com/octo/world/releases/tag/v2.0.0-rc.1",
    author=None,
    draft=False,
    prerelease=True,
    published_at=None,
    notes="",
    assets=[],
)
CONTRIBUTORS = [
    Contributor("octo", False, 12_345, "https://github.com/octo"),
    Contributor("名前 Name", True, 7, None),
]
STARS = Stars(
    full_name="octo/world",
    total=40_001,
    latest=[Stargazer("mona", "https://github.com/mona", "2026-11-21T23:30:00Z")],
    gap="GitHub lists only the first 40,000 of 40,001 stargazers",
)


def batch(request: Request) -> Batch:
    """Passwords that tell nothing but how many and how long."""
    recipe = request.recipe.value
    if isinstance(request.recipe, Recipe_Password):
        length = 20 if recipe.length is None else recipe.length
        return Batch(["x" * length] * request.count, length * 6.25, length, 88)
    words = 6 if recipe.words is None else recipe.words
    phrase = recipe.separator.join(["word"] * words)
    return Batch([phrase] * request.count, words * 12.92, words, 7776)
