"""A file that is not what was listed."""

from wit_world.exports import downloads as contract


class Download(contract.Download):
    def __init__(self, word: str) -> None:
        self._word = word

    def next(self) -> str | None:
        return self._word

    def close(self) -> None:
        pass
