"""A package has tests of its own, which no component gets."""

from money import shown


def test_shown():
    """Cents are two digits."""
    assert "12.05 €" == shown(1205)
