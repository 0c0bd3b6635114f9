"""What tools say of themselves, as text and back."""

from wae.tools.description import Entry, Example, Question, Setting, Tool, read, write

TOOLS = (
    Tool(
        name="dice",
        about="throws “dice”",
        reach="nothing",
        interfaces=("game:dice/roller@0.1.0",),
        module="tools.dice.commands",
        settings=(Setting("DICE_KEY", "the key", "from\nthere", "", True),),
        menu=(Entry("Throw", ("dice", "roll"), (Question("Sides", "6", "--sides"),)),),
        examples=(Example("dice roll", "one"),),
        harmless=("roller.roll",),
        consent={"roller.bet": "It costs money"},
    ),
    Tool("cards", "shuffles", "nothing"),
)


def test_round_trip() -> None:
    """Every word is there again, and each tool in its place."""
    assert TOOLS == read(write(TOOLS))
    assert () == read(write(()))
