"""What the user was asked for in this run."""

_answers: dict[str, str] = {}


def provide(name: str, value: str) -> None:
    """Remembers the value of a setting until the run ends; an empty one counts as unset."""
    _answers[name] = value


def get(name: str) -> str | None:
    """What was answered, if it is not empty."""
    return _answers.get(name) or None
