"""How far a source is trusted, and what is looked for only in sources of a rank or lower."""

import itertools

import pytest
from componentize_py_types import Err
from wit_world.exports.presence import Source
from wit_world.exports.values import Rank, Setting

from app import Answers, Presence, Values

# In the order of look-up, which is not that of trust.
SOURCES = (
    (Source.ENVIRONMENT, Rank.USER),
    (Source.DOTENV, Rank.FOLDER),
    (Source.CONFIG, Rank.CONFIGURATION),
    (Source.ASKED, Rank.USER),
)
SETS = [
    chosen for size in range(len(SOURCES) + 1) for chosen in itertools.combinations(SOURCES, size)
]


@pytest.fixture
def put(environ, dotenv, config):
    """Gives a setting a value of its own in each of some sources."""

    def put(name: str, sources: tuple[tuple[Source, Rank], ...]) -> None:
        for source, _ in sources:
            text = f"{name} {source.name}"
            match source:
                case Source.ENVIRONMENT:
                    environ[name] = text
                case Source.ASKED:
                    Answers().provide(name, text)
                case _:
                    file = dotenv if source is Source.DOTENV else config
                    with file.open("a") as opened:
                        opened.write(f"{name}={text}\n")

    return put


@pytest.mark.parametrize("most", list(Rank))
@pytest.mark.parametrize("sources", SETS, ids=lambda sources: "+".join(s.name for s, _ in sources))
def test_of_a_rank_or_lower(put, sources, most):
    """The first source counts of those that are trusted no further, and its rank comes along."""
    put("TOKEN", sources)
    admitted = [(source, rank) for source, rank in sources if rank.value <= most.value]
    expected = Setting(f"TOKEN {admitted[0][0].name}", *admitted[0]) if admitted else None
    assert expected == Values().get("TOKEN", most)


@pytest.mark.parametrize("sources", SETS, ids=lambda sources: "+".join(s.name for s, _ in sources))
@pytest.mark.parametrize("server", [*SOURCES, None])
def test_for_a_server(put, sources, server):
    """The credential for a server is one that is trusted no further than who names the server."""
    put("TOKEN", sources)
    put("URL", (server,) if server else ())
    most = server[1] if server else Rank.USER
    expected = Values().get("TOKEN", most)
    assert (expected.source if expected else None) == Presence().find_for("TOKEN", "URL")


@pytest.mark.parametrize("most", list(Rank))
def test_what_several_say(environ, dotenv, config, most):
    """What a source says is trusted as far as any other, up to the rank that is asked for, that
    says the same."""
    for file in (dotenv, config):
        file.write_text("URL=https://one.example\n")
    actual = Values().get("URL", most)
    expected = (
        (Source.DOTENV, Rank.FOLDER) if most is Rank.FOLDER else (Source.CONFIG, Rank.CONFIGURATION)
    )
    assert Setting("https://one.example", *expected) == actual
    config.write_text("URL=https://two.example\nTOKEN=secret\n")
    assert Setting("https://one.example", Source.DOTENV, Rank.FOLDER) == Values().get("URL", most)
    assert Presence().find_for("TOKEN", "URL") is None
    config.write_text("URL=https://one.example\nTOKEN=secret\n")
    assert Source.CONFIG == Presence().find_for("TOKEN", "URL")


def test_the_first_of_equals(environ):
    """Of two sources that say the same and are trusted alike, the first has the setting."""
    environ["URL"] = "https://one.example"
    Answers().provide("URL", "https://one.example")
    assert Source.ENVIRONMENT == Values().get("URL", Rank.USER).source


def test_what_a_broken_file_says(environ, dotenv, config):
    """It adds no trust, and does not stand in the way of what another says."""
    dotenv.write_text("URL=https://one.example\n")
    config.write_text("URL=https://one.example\nURL='https://one.example\n")
    assert Setting("https://one.example", Source.DOTENV, Rank.FOLDER) == Values().get(
        "URL", Rank.USER
    )


def test_what_lies_higher_is_not_read(environ, dotenv, config):
    """A file that is trusted further is not opened, so a broken one does not show either."""
    environ["TOKEN"] = "one"
    config.write_text("TOKEN='")
    assert Values().get("TOKEN", Rank.FOLDER) is None
    with pytest.raises(Err):
        Values().get("TOKEN", Rank.CONFIGURATION)


def test_what_the_folder_may_not_loosen(environ, dotenv, config):
    """Origins without TLS are not named by the current folder, whatever else is set."""
    name = "WAE_INSECURE_ORIGINS"
    dotenv.write_text(f"{name}=http://evil.example\n")
    assert (None, None) == (Values().get(name, Rank.USER), Presence().find(name))
    config.write_text(f"{name}=http://mine.example\n")
    mine = Setting("http://mine.example", Source.CONFIG, Rank.CONFIGURATION)
    assert mine == Values().get(name, Rank.USER)
    environ[name] = "http://other.example"
    assert Source.ENVIRONMENT == Presence().find(name)
