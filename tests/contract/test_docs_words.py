"""What is shown of a contract's words where there is room for a line."""

import pytest

from wae.contract.docs import summary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Rolls dice.", "Rolls dice."),
        ("Rolls dice", "Rolls dice"),
        ("Rolls dice,\nmany of them. Fair ones.", "Rolls dice, many of them."),
        ("Rolls dice. `count` of them.", "Rolls dice."),
        ("Rolls dice\n\nFair ones.", "Rolls dice"),
        ("Dice of 1.5 cm, e.g. Six of them. More.", "Dice of 1.5 cm, e.g. Six of them."),
        ("Is it fair? It is.", "Is it fair?"),
        ("See net.names. it", "See net.names. it"),
    ],
)
def test_summary(text: str, expected: str) -> None:
    """It is the first sentence, whole and on one line, wherever the comment's lines end."""
    assert expected == summary(text)
